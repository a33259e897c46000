// Goal: Wireshark, through the generated dissector, reads every message as our decoder does.
// Method: every vector is sent in a capture of its own connection; tshark prints its fields as JSON, and each must be
// there with the value, and in the order, that the table gives. Malformed frames and exceptions must be marked.
#include <boost/json.hpp>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "checkride/protocol/field_values.hpp"
#include "talks.hpp"
#include "tshark.hpp"

namespace checkride::harness::test {
namespace {

namespace json = boost::json;
using protocol::FieldValue;
using Bytes = std::vector<std::byte>;

struct Vector {
  std::string name;
  bool by_client = false;
  Bytes frame;
};

std::vector<Vector> load_vectors() {
  std::vector<Vector> vectors;
  for (const auto& entry : std::filesystem::directory_iterator(CHECKRIDE_SOURCE_DIR "/tests/vectors")) {
    if (entry.path().extension() != ".json") continue;
    std::ifstream file(entry.path());
    std::stringstream text;
    text << file.rdbuf();
    const json::object object = json::parse(text.str()).as_object();
    Vector vector{entry.path().stem().string(), object.at("direction").as_string() == "client->server", {}};
    const std::string_view hex = object.at("hex").as_string();
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
      unsigned value = 0;
      std::from_chars(hex.data() + i, hex.data() + i + 2, value, 16);
      vector.frame.push_back(static_cast<std::byte>(value));
    }
    vectors.push_back(std::move(vector));
  }
  return vectors;
}

std::string capture_of(const std::vector<Vector>& vectors) {
  capture::PcapngWriter writer("test");
  const auto link = writer.add_interface("link");
  const auto host = capture::parse_address("10.0.0.2").value();
  std::uint16_t port = 20'000;
  for (const Vector& vector : vectors) {
    capture::Conversation talk(writer, link, {host, ++port}, {host, 500});
    talk.open(at(0));
    talk.data(vector.by_client ? capture::Way::to_server : capture::Way::to_client, at(1), vector.frame);
  }
  return writer.take();
}

// "simconnect.client.open.application_name" of "application_name"; places of lists are left out.
std::string abbreviation(const Vector& vector, std::string_view message, const FieldValue& field) {
  std::string path = std::string(vector.by_client ? "simconnect.client." : "simconnect.server.");
  for (const char c : message) path += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  path += '.';
  bool in_brackets = false;
  for (const char c : field.path) {
    if (c == '[') in_brackets = true;
    if (!in_brackets) path += c;
    if (c == ']') in_brackets = false;
  }
  return path;
}

using Values = std::map<std::string, std::vector<std::string>>;

void collect(const json::value& value, Values& values, const std::string& key = {}) {
  if (const auto* object = value.if_object()) {
    for (const auto& member : *object) collect(member.value(), values, member.key());
  } else if (const auto* array = value.if_array()) {
    for (const auto& element : *array) collect(element, values, key);
  } else if (value.is_string()) {
    values[key].emplace_back(value.as_string());
  }
}

double number_of(const std::string& text) {
  if (text == "True" || text == "true") return 1;
  return std::stod(text.empty() ? "0" : text);  // also of "0x2a"
}

std::string without_colons(std::string text) {
  std::erase(text, ':');
  return text;
}

// tshark prints numbers as numbers, whatever words stand for them, and floats with less digits.
bool agrees(const FieldValue& expected, const std::string& shown) {
  if (const auto* text = std::get_if<std::string>(&expected.value)) return shown == *text;
  if (std::holds_alternative<Bytes>(expected.value)) return without_colons(shown) == text_of(expected);
  FieldValue plain = expected;
  plain.word = {};
  plain.flags = false;
  if (const auto* truth = std::get_if<bool>(&expected.value)) return (number_of(shown) != 0) == *truth;
  if (const auto* whole = std::get_if<std::uint64_t>(&expected.value)) {
    return std::stoull(shown, nullptr, shown.starts_with("0x") ? 16 : 10) == *whole;
  }
  const double wanted = number_of(text_of(plain));
  return std::abs(number_of(shown) - wanted) <= 1e-5 * std::max(1.0, std::abs(wanted));
}

template <class Frame>
void check(const Vector& vector, const Frame& frame, const Values& values) {
  const auto* info = protocol::info_of(frame.message);
  ASSERT_NE(info, nullptr) << vector.name;
  std::map<std::string, std::size_t> places;
  for (const FieldValue& field : protocol::field_values(frame.message, frame.version)) {
    std::string name = abbreviation(vector, info->name, field);
    if (field.offset >= vector.frame.size()) continue;  // a text or data of no bytes, which tshark does not show
    if (!values.contains(name)) {
      const bool real = std::holds_alternative<double>(field.value);
      name += real ? ".number" : std::holds_alternative<std::string>(field.value) ? ".text" : ".bytes";
    }
    const auto found = values.find(name);
    ASSERT_NE(found, values.end()) << vector.name << ": " << name;
    const std::size_t place = places[name]++;
    ASSERT_LT(place, found->second.size()) << vector.name << ": " << field.path;
    EXPECT_TRUE(agrees(field, found->second[place]))
        << vector.name << ": " << field.path << " is " << text_of(field) << ", tshark says " << found->second[place];
  }
}

TEST(Dissector, EveryFieldOfEveryVectorIsShownAsWeDecodeIt) {
  const auto vectors = load_vectors();
  ASSERT_GT(vectors.size(), 200U);
  const std::string output = tshark(capture_of(vectors), {"-Y", "simconnect", "-T", "json", "--no-duplicate-keys"});
  const json::array packets = json::parse(output).as_array();
  ASSERT_EQ(packets.size(), vectors.size());
  for (std::size_t i = 0; i < vectors.size(); ++i) {
    Values values;
    collect(packets[i].at("_source").at("layers").at("simconnect"), values);
    if (vectors[i].by_client) {
      const auto frame = protocol::decode_client(vectors[i].frame);
      ASSERT_TRUE(frame.has_value()) << vectors[i].name;
      check(vectors[i], *frame, values);
    } else {
      const auto frame = protocol::decode_server(vectors[i].frame);
      ASSERT_TRUE(frame.has_value()) << vectors[i].name;
      check(vectors[i], *frame, values);
    }
    EXPECT_FALSE(values.contains("simconnect.malformed")) << vectors[i].name;
  }
}

TEST(Dissector, FramesOverSeveralSegmentsAndSeveralInOne) {
  TalkWriter writer;
  writer.open("tshark");
  Bytes together;
  for (std::uint32_t id = 1; id <= 10; ++id) {
    protocol::encode(protocol::AddToDataDefinition{.define_id = protocol::DefinitionId{id}, .datum_name = "TITLE"},
                     protocol::Protocol::msfs2020, protocol::SendId{100 + id}, together);
  }
  writer.packets().data(capture::Way::to_server, writer.now(), together);
  const auto lines =
      lines_of(tshark(writer.take(), {"-T", "fields", "-e", "simconnect.client.addtodatadefinition.define_id", "-Y",
                                      "simconnect.client.addtodatadefinition.define_id"}));
  std::string ids;
  for (const std::string& line : lines) ids += (ids.empty() ? "" : ",") + line;
  EXPECT_EQ(ids, "1,2,3,4,5,6,7,8,9,10");
}

// On a port that is not SimConnect's the first segment is what SimConnect is recognised by. It need not hold a frame: a
// file of a rotated capture begins with what was under way.
TEST(Dissector, AFrameThatTheFirstSegmentOnlyBeginsIsPutTogetherOnAnyPort) {
  Bytes frames;
  for (std::uint32_t id = 1; id <= 2; ++id) {
    protocol::encode(protocol::AddToDataDefinition{.define_id = protocol::DefinitionId{id}, .datum_name = "TITLE"},
                     protocol::Protocol::msfs2020, protocol::SendId{id}, frames);
  }
  constexpr std::size_t kBegun = 15;  // of the first
  const std::span<const std::byte> bytes(frames);
  capture::PcapngWriter writer("test");
  const auto link = writer.add_interface("link");
  const auto host = capture::parse_address("10.0.0.2").value();
  capture::Conversation talk(writer, link, {host, 20'000}, {host, 36'327});
  talk.open(at(0));
  talk.data(capture::Way::to_server, at(1), bytes.first(kBegun));
  talk.data(capture::Way::to_server, at(2), bytes.subspan(kBegun));
  const std::string content = writer.take();
  EXPECT_EQ(tshark(content, {"-Y", "simconnect.malformed"}), "");
  const auto lines = lines_of(
      tshark(content, {"-T", "fields", "-e", "simconnect.client.addtodatadefinition.define_id", "-Y", "simconnect"}));
  ASSERT_FALSE(lines.empty());
  EXPECT_EQ(lines.back(), "1,2");
}

TEST(Dissector, ExceptionsAndWhatIsMalformedAreMarked) {
  TalkWriter writer;
  writer.open("tshark");
  const auto wrong = writer.say(protocol::ClearDataDefinition{protocol::DefinitionId{77}});
  writer.answer(protocol::RecvException{protocol::Exception::unrecognized_id, protocol::SendId{wrong}, 1});
  const Bytes cut{std::byte{18},   {},           {}, {}, std::byte{5}, {}, {}, {}, std::byte{0x0D}, {}, {},
                  std::byte{0xF0}, std::byte{9}, {}, {}, {},           {}, {}};
  writer.packets().data(capture::Way::to_server, writer.now(), cut);
  const auto shown =
      tshark(writer.take(), {"-T", "fields", "-E", "separator=|", "-e", "_ws.expert.message", "-e",
                             "simconnect.exception.answers", "-Y", "simconnect.exception or simconnect.malformed"});
  EXPECT_EQ(shown,
            "event, request, definition or object id unknown; answers ClearDataDefinition in frame 6|6\n"
            "ClearDataDefinition.define_id: the frame ends after 18 bytes|\n");
}

}  // namespace
}  // namespace checkride::harness::test
