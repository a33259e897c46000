// Goal: the dissector tells what a frame has to do with others: values by the definition that the client made before,
// requests and their answers, what an exception refuses, names of events and areas.
// Method: talks made in memory, read by tshark twice over, as Wireshark does; values are held against our own DataBook.
#include <cmath>

#include "checkride/protocol/field_values.hpp"
#include "talks.hpp"
#include "tshark.hpp"

namespace checkride::harness::test {
namespace {

using namespace protocol;

constexpr DefinitionId kDefinition{1};
constexpr RequestId kRequest{7};

// A value of any type, with something in it.
DatumValue value_of(DataType type) {
  static const std::vector<std::byte> ones(512, std::byte{0x31});
  if (is_text(type)) return std::string_view("abcde");
  return DatumReader(ones).read(type);
}

// Definition 1 of every type of data, and the bytes of its values.
std::vector<std::byte> define_all(TalkWriter& writer, bool tagged) {
  std::vector<std::byte> data;
  for (std::uint32_t number = 1; number < 64; ++number) {
    const auto type = static_cast<DataType>(number);
    if (!is_data_type(type)) continue;
    const std::string name = "VALUE " + std::string(to_string(type));
    (void)writer.say(AddToDataDefinition{.define_id = kDefinition,
                                         .datum_name = name,
                                         .units_name = "feet",
                                         .datum_type = type,
                                         .datum_id = DatumId{100 + number}});
    DatumWriter out(data);
    if (tagged) out.tag(DatumId{100 + number});
    out.write(type, value_of(type));
  }
  return data;
}

std::vector<std::string> fields_of(const std::string& capture, const std::string& filter,
                                   const std::vector<std::string>& fields) {
  std::vector<std::string> how{"-2", "-Y", filter, "-T", "fields", "-E", "separator=|", "-E", "aggregator=;"};
  for (const std::string& field : fields) {
    how.emplace_back("-e");
    how.push_back(field);
  }
  return lines_of(tshark(capture, how));
}

std::vector<std::string> parts_of(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::stringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
  return parts;
}

// Numbers in the order of the data, as our own book reads them.
std::vector<double> numbers_of(const std::string& capture) {
  std::vector<double> numbers;
  talk::DataBook book;
  const auto talk = talk::read_talk("test", bytes_of(capture));
  for (const auto& event : talk->events) {
    if (event.kind != talk::TalkEvent::Kind::frame) continue;
    if (event.way == capture::Way::to_server) {
      book.hear(*decode_client(event.frame));
      continue;
    }
    const auto data = book.values_of(decode_server(event.frame, event.version)->message);
    if (!data) continue;
    EXPECT_EQ(data->left_over, 0U);
    for (const auto& value : data->values) {
      if (const auto* truth = std::get_if<bool>(&value.field.value))
        numbers.push_back(*truth ? 1 : 0);
      else if (!std::holds_alternative<std::string>(value.field.value))
        numbers.push_back(std::stod(text_of(value.field)));
    }
  }
  return numbers;
}

class DissectorData : public testing::TestWithParam<bool> {};

TEST_P(DissectorData, EveryTypeIsReadAsWeReadIt) {
  TalkWriter writer;
  writer.open("tshark");
  const auto data = define_all(writer, GetParam());
  writer.answer(RecvSimObjectData{.request_id = kRequest,
                                  .object_id = ObjectId{1},
                                  .define_id = kDefinition,
                                  .flags = GetParam() ? RequestFlags::tagged : RequestFlags{},
                                  .define_count = 17,
                                  .data = data});
  const std::string capture = writer.take();
  const auto lines = fields_of(capture, "simconnect.data",
                               {"simconnect.data.number", "simconnect.data.text", "simconnect.data.datum_id"});
  ASSERT_EQ(lines.size(), 1U);
  const auto columns = parts_of(lines[0] + "|", '|');
  const auto shown = parts_of(columns.at(0), ';');
  const auto expected = numbers_of(capture);
  ASSERT_EQ(shown.size(), expected.size());
  for (std::size_t i = 0; i < shown.size(); ++i) {
    EXPECT_NEAR(std::stod(shown[i]), expected[i], 1e-5 * std::max(1.0, std::abs(expected[i]))) << i;
  }
  EXPECT_THAT(parts_of(columns.at(1), ';'), testing::Contains("abcde").Times(7));
  EXPECT_EQ(columns.size() > 2 && columns[2].starts_with("101;102;"), GetParam());
  EXPECT_THAT(fields_of(capture, "simconnect.mismatch or simconnect.undefined", {"frame.number"}), testing::IsEmpty());
}
INSTANTIATE_TEST_SUITE_P(UntaggedAndTagged, DissectorData, testing::Bool());

TEST(DissectorTalk, VariablesCanBeFilteredByName) {
  TalkWriter writer;
  writer.open("tshark");
  writer.define();
  writer.request(kRequest);
  for (const double altitude : {900.0, 1100.0}) {
    writer.wait(250);
    writer.data(kRequest, altitude, 80);
  }
  EXPECT_THAT(fields_of(writer.take(), "simconnect.var.plane_altitude > 1000",
                        {"simconnect.var.plane_altitude", "simconnect.var.airspeed_indicated"}),
              testing::ElementsAre("1100|80"));
}

TEST(DissectorTalk, AnswersLeadToTheirRequestAndBack) {
  TalkWriter writer;
  writer.open("tshark");
  writer.define();
  writer.request(kRequest);
  for (int i = 0; i < 2; ++i) {
    writer.wait(250);
    writer.data(kRequest, 900, 80);
  }
  const std::string capture = writer.take();
  const auto asked = fields_of(capture, "simconnect.message == \"RequestDataOnSimObject\"",
                               {"frame.number", "simconnect.response_in"});
  ASSERT_EQ(asked.size(), 1U);
  const auto places = parts_of(asked[0], '|');
  const auto answers =
      fields_of(capture, "simconnect.message == \"SIMOBJECT_DATA\"",
                {"frame.number", "simconnect.response_to", "simconnect.response_time", "simconnect.response_interval"});
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_EQ(answers[0], places.at(1) + "|" + places.at(0) + "|0.250000000|");
  EXPECT_THAT(answers[1], testing::EndsWith("|" + places.at(0) + "|0.500000000|0.250000000"));
}

TEST(DissectorTalk, WhatIsRefusedSaysWhere) {
  TalkWriter writer;
  writer.open("tshark");
  const auto wrong = writer.say(ClearDataDefinition{DefinitionId{77}});
  writer.answer(RecvException{Exception::unrecognized_id, SendId{wrong}, 1});
  const auto lines = fields_of(writer.take(), "simconnect.refused", {"simconnect.message", "simconnect.exception.in"});
  EXPECT_THAT(lines, testing::ElementsAre("ClearDataDefinition|7"));
}

TEST(DissectorTalk, EventsAndAreasHaveTheNamesThatTheClientGave) {
  TalkWriter writer;
  writer.open("tshark");
  (void)writer.say(MapClientEventToSimEvent{.client_event_id = EventId{9}, .event_name = "GEAR_UP"});
  (void)writer.say(TransmitClientEvent{.client_event_id = EventId{9}});
  (void)writer.say(MapClientDataNameToID{.client_data_name = "my area", .client_data_id = ClientDataId{3}});
  (void)writer.say(CreateClientData{.client_data_id = ClientDataId{3}, .size = 8});
  const std::string capture = writer.take();
  EXPECT_THAT(fields_of(capture, "simconnect.event_name == \"GEAR_UP\"", {"simconnect.message"}),
              testing::ElementsAre("MapClientEventToSimEvent", "TransmitClientEvent"));
  EXPECT_THAT(fields_of(capture, "simconnect.client_data_name == \"my area\"", {"simconnect.message"}),
              testing::ElementsAre("MapClientDataNameToID", "CreateClientData"));
  EXPECT_EQ(fields_of(capture, "simconnect.application == \"tshark\"", {"frame.number"}).size(), 6U);
}

// A definition that is changed later does not change what was said before.
TEST(DissectorTalk, DataAreReadByTheDefinitionOfTheirTime) {
  TalkWriter writer;
  writer.open("tshark");
  writer.define();
  writer.data(kRequest, 900, 80);
  (void)writer.say(ClearDataDefinition{kDefinition});
  (void)writer.say(AddToDataDefinition{.define_id = kDefinition, .datum_name = "HEADING", .units_name = "degrees"});
  writer.answer(RecvSimObjectData{.request_id = kRequest, .define_id = kDefinition, .data = number_bytes(90)});
  writer.answer(RecvSimObjectData{.request_id = kRequest, .define_id = kDefinition, .data = {}});
  writer.answer(RecvSimObjectData{.request_id = kRequest, .define_id = DefinitionId{5}, .data = number_bytes(1)});
  const std::string capture = writer.take();
  EXPECT_THAT(fields_of(capture, "simconnect.data.name", {"simconnect.data.name"}),
              testing::Contains("PLANE ALTITUDE;AIRSPEED INDICATED"));
  EXPECT_THAT(fields_of(capture, "simconnect.data.name == \"HEADING\"", {"simconnect.data.number"}),
              testing::ElementsAre("90"));
  EXPECT_EQ(fields_of(capture, "simconnect.undefined", {"frame.number"}).size(), 1U);
}

}  // namespace
}  // namespace checkride::harness::test
