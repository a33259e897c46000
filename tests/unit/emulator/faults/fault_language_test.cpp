// Goal: the table of faults is sound, and all that is made of it agrees: reader, writer, documentation. Method: every
// row, its defaults and its example through the readers; docs/faults.md against what is generated, and each example in
// it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "checkride/emulator/fault_language.hpp"
#include "checkride/values/values.hpp"
#include "control/body.hpp"
#include "faults/fault_board.hpp"
#include "faults/fault_reader.hpp"

namespace checkride::emulator {
namespace {

using testing::HasSubstr;
using testing::Not;

// The fault of a JSON body; the error as text when there is one.
std::optional<Fault> read(const std::string& json, std::string* error = nullptr) {
  std::optional<Fault> fault;
  const auto read = read_json_body(json, [&fault](values::MapReader& map) { fault = read_whole_fault(map); });
  if (!read && error != nullptr) *error = read.error().message();
  return read ? fault : std::nullopt;
}

std::string complaint(const std::string& json) {
  std::string error;
  EXPECT_FALSE(read(json, &error)) << json;
  return error;
}

std::string written(const Fault& fault) {
  std::string out;
  values::json::Writer json(out);
  json.begin_object();
  fault.write(json);
  json.end_object();
  return out;
}

class EveryFault : public testing::TestWithParam<FaultInfo> {};

TEST_P(EveryFault, HasAMeaningAnExampleAndUniqueParameters) {
  const FaultInfo& info = GetParam();
  EXPECT_FALSE(info.meaning.empty());
  EXPECT_FALSE(info.example.empty());
  std::set<std::string_view> names;
  for (const ParameterInfo& parameter : parameters_of(info.kind)) {
    if (parameter.name == "messages" || parameter.name == "request_id") names.erase(parameter.name);
    EXPECT_TRUE(names.insert(parameter.name).second) << parameter.name;
    EXPECT_FALSE(parameter.meaning.empty()) << parameter.name;
    // What the control API says of a fault besides.
    for (const char* taken : {"id", "kind", "in_force", "matches", "hits", "clients", "age_seconds"}) {
      EXPECT_NE(parameter.name, taken);
    }
    EXPECT_FALSE(parameter.required && !parameter.fallback.empty()) << parameter.name;
  }
}

TEST_P(EveryFault, ItsExampleIsReadWrittenAndReadAgain) {
  const std::string yaml = "{kind: " + std::string(GetParam().word) + ", " + std::string(GetParam().example) + "}";
  values::Diagnostics errors;
  const auto document = values::load(yaml, "example", errors);
  ASSERT_TRUE(document) << errors.text();
  values::MapReader map(document->root(), errors);
  const auto fault = read_whole_fault(map);
  map.finish();
  ASSERT_TRUE(fault && errors.empty()) << errors.text();
  EXPECT_TRUE(check(*fault));
  const auto again = read(written(*fault));
  ASSERT_TRUE(again) << written(*fault);
  EXPECT_EQ(*again, *fault);
}

TEST_P(EveryFault, AnUnknownKeyIsTold) {
  EXPECT_THAT(complaint("{\"kind\":\"" + std::string(GetParam().word) + "\",\"no_such_key\":1}"),
              HasSubstr("no_such_key"));
}

TEST_P(EveryFault, NumbersOutsideTheirRangeAreTold) {
  for (const ParameterInfo& parameter : parameters_of(GetParam().kind)) {
    if (parameter.type != ParameterType::whole && parameter.type != ParameterType::number) continue;
    if (parameter.max >= 1e300) continue;
    const std::string outside = parameter.max > 1e15 ? "-1" : values::format_number(parameter.max + 1);
    EXPECT_THAT(complaint("{\"kind\":\"" + std::string(GetParam().word) + "\",\"" + std::string(parameter.name) +
                          "\":" + outside + "}"),
                HasSubstr(std::string(parameter.name)));
  }
}

INSTANTIATE_TEST_SUITE_P(Table, EveryFault, testing::ValuesIn(fault_infos().begin(), fault_infos().end()),
                         [](const auto& row) { return std::string(row.param.word); });

TEST(FaultLanguage, WordsAreThoseOfTheEnumerators) {
  for (const FaultInfo& info : fault_infos()) EXPECT_EQ(*parse_fault_kind(text(info.kind)), info.kind);
  EXPECT_THAT(parse_fault_kind("stal").error().message(), HasSubstr("did you mean \"stall\""));
}

TEST(FaultLanguage, AnExceptionHasACodeOrAName) {
  const auto fault = read(R"({"kind":"exception_reply","exception":"NAME_UNRECOGNIZED"})");
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->whole("exception"), 7);
  EXPECT_EQ(read(R"({"kind":"exception_reply","exception":46})")->whole("exception"), 46);
  EXPECT_THAT(complaint(R"({"kind":"exception_reply","exception":"NAME_UNRECOGNISED"})"),
              HasSubstr("did you mean \"name_unrecognized\""));
  EXPECT_THAT(complaint(R"({"kind":"exception_reply","exception":47})"), HasSubstr("46"));
}

TEST(FaultLanguage, NamesOfMessagesAndVariablesAreChecked) {
  EXPECT_TRUE(read(R"({"kind":"exception_reply","message":"client_data"})"));
  EXPECT_TRUE(read(R"({"kind":"duplicate","messages":["EVENT","SIMOBJECT_DATA"]})"));
  EXPECT_THAT(complaint(R"({"kind":"duplicate","messages":"SetDataOnSimObject"})"), HasSubstr("no message"));
  EXPECT_TRUE(read(R"({"kind":"value_off","variable":"GENERAL ENG RPM:2"})"));
  EXPECT_TRUE(read(R"({"kind":"value_off","variables":["L:MY LEVER"]})"));
  EXPECT_THAT(complaint(R"({"kind":"value_off","variables":"PLANE ALTITUD"})"), HasSubstr("PLANE ALTITUDE"));
  EXPECT_THAT(complaint(R"({"kind":"value_off"})"), HasSubstr("variables"));
  EXPECT_THAT(complaint(R"({"kind":"value_off","variables":[]})"), HasSubstr("at least one"));
}

TEST(FaultLanguage, AClientIsNoParameterOfWhatIsForEverybody) {
  EXPECT_THAT(complaint(R"({"kind":"refused","client":"1"})"), HasSubstr("client"));
  EXPECT_THAT(complaint(R"({"kind":"teleport","latitude_deg":1,"longitude_deg":2,"duration":"1s"})"),
              HasSubstr("duration"));
}

std::string text_of(const std::string& path) {
  const std::ifstream file(std::string(CHECKRIDE_SOURCE_DIR) + path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string committed_page() {
  return text_of("/docs/faults.md");
}

TEST(FaultReference, EveryFaultHasItsPlaceInAScenario) {
  const std::string scenario = text_of("/scenarios/protocol/every_fault.yaml");
  for (const FaultInfo& info : fault_infos()) {
    EXPECT_THAT(scenario, HasSubstr("on: sim, fault: " + std::string(info.word) + ", parameters: {" +
                                    std::string(info.example) + "}"));
  }
}

TEST(FaultReference, TheCommittedPageIsWhatIsGenerated) {
  EXPECT_EQ(committed_page(), fault_reference()) << "checkride-emulator --fault-reference > docs/faults.md";
}

TEST(FaultReference, EveryExampleInItIsAFault) {
  std::set<std::string> seen;
  std::istringstream page(committed_page());
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("{\"kind\"")) {
      std::string error;
      const auto fault = read(line, &error);
      ASSERT_TRUE(fault) << line << ": " << error;
      seen.insert(std::string(text(fault->kind())));
    } else if (line.starts_with("- inject: {on: sim, fault: ")) {
      values::Diagnostics errors;
      const auto document = values::load(line.substr(2), "faults.md", errors);
      ASSERT_TRUE(document) << line << errors.text();
      const auto inject = document->root().find("inject");
      const auto parameters = inject->find("parameters");
      values::MapReader map(*parameters, errors);
      check_fault(inject->find("fault")->text(), map);
      map.finish();
      EXPECT_TRUE(errors.empty()) << line << errors.text();
      seen.insert(inject->find("fault")->text() + " in a scenario");
    }
  }
  EXPECT_EQ(seen.size(), 2 * fault_infos().size());
}

}  // namespace
}  // namespace checkride::emulator
