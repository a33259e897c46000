// Bytes from outside: every vector decodes to exactly its fields and encodes back to the same bytes.
//
// Goal: the table agrees with what other people's clients and servers put on the wire.
// Method: each file of tests/vectors names its fields with place, size and value; the decoded message, listed by the
// table, must equal that list, so neither a field too many nor one too few passes. Files are found by listing the
// folder: a new vector needs no line here.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "kinds.hpp"

namespace checkride::protocol::test {
namespace {

namespace json = boost::json;

struct Vector {
  std::string name;
  json::object object;
  Bytes frame;

  std::string word(std::string_view key) const { return std::string(object.at(key).as_string()); }
  std::uint32_t number(std::string_view key) const { return object.at(key).to_number<std::uint32_t>(); }
};

void PrintTo(const Vector& vector, std::ostream* out) {
  *out << vector.name;
}

Bytes from_hex(std::string_view hex) {
  Bytes bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    unsigned value = 0;
    std::from_chars(hex.data() + i, hex.data() + i + 2, value, 16);
    bytes.push_back(static_cast<std::byte>(value));
  }
  return bytes;
}

std::vector<Vector> load_vectors() {
  std::vector<Vector> vectors;
  for (const auto& entry : std::filesystem::directory_iterator(CHECKRIDE_SOURCE_DIR "/tests/vectors")) {
    if (entry.path().extension() != ".json") continue;
    std::ifstream file(entry.path());
    std::stringstream text;
    text << file.rdbuf();
    Vector vector{entry.path().stem().string(), json::parse(text.str()).as_object(), {}};
    vector.frame = from_hex(vector.word("hex"));
    vectors.push_back(std::move(vector));
  }
  std::sort(vectors.begin(), vectors.end(), [](const Vector& a, const Vector& b) { return a.name < b.name; });
  return vectors;
}

// "requestId" -> "request_id", as the table spells it.
std::string snake_case(std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool upper = name[i] >= 'A' && name[i] <= 'Z';
    if (upper && i > 0) out += '_';
    out += upper ? static_cast<char>(name[i] - 'A' + 'a') : name[i];
  }
  return out;
}

// Whether a decoded value is the vector's. Numbers of vectors are plain, or texts in hexadecimal.
bool equals(const json::value& decoded, const json::value& expected) {
  if (const auto* object = expected.if_object()) {
    const auto* members = decoded.if_object();
    return members != nullptr && members->size() == object->size() &&
           std::all_of(object->begin(), object->end(), [&](const auto& member) {
             const json::value* const value = members->if_contains(snake_case(member.key()));
             return value != nullptr && equals(*value, member.value());
           });
  }
  if (const auto* array = expected.if_array()) {
    const auto* elements = decoded.if_array();
    return elements != nullptr && std::equal(elements->begin(), elements->end(), array->begin(), array->end(), equals);
  }
  if (decoded.is_string()) return decoded == expected;
  if (!decoded.is_number()) return false;
  if (!expected.is_string()) return decoded.to_number<double>() == expected.to_number<double>();
  return decoded.to_number<std::uint64_t>() == std::stoull(std::string(expected.as_string()), nullptr, 16);
}

// The zero that the vendor's library sends in place of an empty list is no element (wire.md 7, item 23).
bool is_padding(const FieldValue& field) {
  return field.value.is_array() && field.value.as_array().empty();
}

// The value a vector gives; of long data it says that the frame has them.
json::value value_of(const json::object& field, std::span<const std::byte> frame) {
  if (field.at("value") != "see hex from this offset") return field.at("value");
  return json::value(
      to_hex(frame.subspan(field.at("offset").to_number<std::size_t>(), field.at("size").to_number<std::size_t>())));
}

void expect_fields(const std::vector<FieldValue>& decoded, const json::array& listed, std::size_t header_fields,
                   std::span<const std::byte> frame) {
  ASSERT_EQ(decoded.size() + header_fields, listed.size());
  for (std::size_t i = 0; i < decoded.size(); ++i) {
    const json::object& field = listed[i + header_fields].as_object();
    SCOPED_TRACE(std::string(decoded[i].name));
    EXPECT_EQ(snake_case(field.at("name").as_string()), decoded[i].name);
    EXPECT_EQ(field.at("offset").to_number<std::size_t>(), decoded[i].offset);
    EXPECT_EQ(field.at("size").to_number<std::size_t>(), decoded[i].size);
    const json::value expected = value_of(field, frame);
    EXPECT_TRUE(equals(decoded[i].value, expected) || is_padding(decoded[i]))
        << json::serialize(decoded[i].value) << " is not " << json::serialize(expected);
  }
}

// node-simconnect sends the two numbers of RequestAllFacilities in the opposite order (wire.md 7, item 9). Its bytes
// are understood in the vendor's order, so the values of this vector stand under each other's name.
constexpr std::string_view kSwapped = "c2s-request-all-facilities-v6-node";

template <class AnyFrame>
void expect_message(const Vector& vector, const AnyFrame& frame, std::size_t header_fields) {
  const auto version = static_cast<Protocol>(vector.number("protocolVersion"));
  EXPECT_EQ(frame.version, version);
  const MessageInfo* const info = info_of(frame.message);
  ASSERT_NE(info, nullptr) << "decoded to Unknown";
  EXPECT_EQ(info->name, vector.word("message"));
  EXPECT_EQ(info->id, std::stoul(vector.word("messageId"), nullptr, 16));
  EXPECT_LE(info->since, version) << "the table says that the message is newer than this frame";
  json::array listed = vector.object.at("fields").as_array();
  if (vector.name == kSwapped) std::swap(listed[4].as_object()["name"], listed[5].as_object()["name"]);
  expect_fields(fields_of(frame.message, version), listed, header_fields, vector.frame);
}

class Vectors : public testing::TestWithParam<Vector> {};

TEST_P(Vectors, DecodeToTheirFieldsAndEncodeBack) {
  const Vector& vector = GetParam();
  ASSERT_EQ(vector.frame.size(), vector.number("size"));
  Bytes again;
  if (vector.word("direction") == "client->server") {
    const auto frame = decode_client(vector.frame);
    ASSERT_TRUE(frame.has_value()) << frame.error().text();
    EXPECT_EQ(frame->send_id.value, vector.number("sendId"));
    expect_message(vector, *frame, 4);
    encode(frame->message, frame->version, frame->send_id, again);
  } else {
    const auto frame = decode_server(vector.frame);
    ASSERT_TRUE(frame.has_value()) << frame.error().text();
    expect_message(vector, *frame, 3);
    encode(frame->message, frame->version, again);
  }
  EXPECT_EQ(to_hex(again), to_hex(vector.frame));
}

INSTANTIATE_TEST_SUITE_P(Captured, Vectors, testing::ValuesIn(load_vectors()), [](const auto& vector) {
  std::string name = vector.param.name;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

TEST(VectorFiles, CoverEveryMessageButTheOneThatNeverTravels) {
  std::set<std::string> seen;
  for (const Vector& vector : load_vectors()) seen.insert(vector.word("message"));
  std::vector<std::string> missing;
  for (const Kind& kind : all_kinds()) {
    if (!seen.contains(std::string(kind.info->name))) missing.emplace_back(kind.info->name);
  }
  EXPECT_THAT(missing, testing::ElementsAre("NULL"));
}

}  // namespace
}  // namespace checkride::protocol::test
