// Goal: what the reader of scenarios tells of itself is complete and has a text for every key; the JSON Schema and the
// page are made of it. Method: the language as it is described, compared with the tables of texts and with files.
#include "schema/language.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <set>
#include <sstream>

#include "checks/check_table.hpp"
#include "scenario/read_steps.hpp"
#include "schema/json_schema.hpp"
#include "schema/key_texts.hpp"
#include "schema/markdown.hpp"

namespace checkride::harness {
namespace {

using testing::Contains;
using testing::HasSubstr;
using values::Schema;
using values::SchemaType;

const values::Shapes& language() {
  static const values::Shapes kLanguage = describe_language();
  return kLanguage;
}
const Schema& shape(const std::string& name) {
  return *language().by_name.at(name);
}

std::string content_of(const std::string& path) {
  std::ifstream in(CHECKRIDE_SOURCE_DIR "/" + path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST(Language, BothKindsOfFilesStepsAndChecksAreShapes) {
  EXPECT_TRUE(shape("scenario").find("scenario")->required);
  EXPECT_EQ(shape("scenario").find("timeline")->item->reference, "step");
  EXPECT_EQ(shape("scenario").find("simulators")->type, SchemaType::entries);
  EXPECT_TRUE(shape("fragment").find("fragment")->required);
  EXPECT_EQ(shape("fragment").find("timeline"), nullptr);
  EXPECT_NE(shape("fragment").find("needs"), nullptr);
  EXPECT_EQ(shape("step").find("expect")->reference, "check");
  EXPECT_EQ(shape("check").find("http")->reference, "check.http");
  EXPECT_TRUE(shape("check.http").find("of")->required);
}

TEST(Language, EveryActionIsAWordOfAStepAndEveryCheckOfACheck) {
  ASSERT_EQ(shape("step").exactly_one_of.size(), 1U);
  for (const ActionRow& row : action_rows()) {
    EXPECT_THAT(shape("step").exactly_one_of[0], Contains(std::string(row.word)));
    EXPECT_NE(shape("step").find(row.word), nullptr) << row.word;
  }
  ASSERT_EQ(shape("check").exactly_one_of.size(), 1U);
  for (const CheckRow& row : check_rows()) {
    EXPECT_THAT(shape("check").exactly_one_of[0], Contains(std::string(row.word)));
  }
}

TEST(Language, WhatGoesWithAWordIsNotedWithIt) {
  for (const Schema::Key& key : shape("step").keys) {
    if (key.key != "within") continue;
    EXPECT_THAT(key.only_with, testing::ElementsAre(Schema::Condition{"expect", ""}));
    return;
  }
  FAIL() << "a step has no key within";
}

TEST(Language, AQuantityMayHaveItsUnitInAMatcherToo) {
  const auto words = shape("matcher.quantity").forms.back()->keys;
  const auto bound =
      std::find_if(words.begin(), words.end(), [](const Schema::Key& key) { return key.key == "less_than"; });
  ASSERT_NE(bound, words.end());
  EXPECT_EQ(bound->schema->type, values::SchemaType::text) << "80 feet";
}

TEST(Language, NoReferenceLeadsNowhere) {
  for_each_key(language(), [](const std::string& path, const Schema::Key& key) {
    const std::string& name = key.schema->reference;
    if (!name.empty()) EXPECT_TRUE(language().by_name.contains(name)) << path;
  });
}

TEST(Language, EveryKeyHasAText) {
  std::string missing;
  for_each_key(language(), [&](const std::string& path, const Schema::Key& key) {
    if (text_of(path, *key.schema).empty()) missing += "\n  " + path;
  });
  EXPECT_EQ(missing, "") << "give each a row in harness/src/schema/*_texts.cpp";
  for (const auto& [name, schema] : language().by_name) EXPECT_NE(find_text(name), nullptr) << name;
}

TEST(Language, EveryTextIsOfAKeyAndTheOnlyOne) {
  std::set<std::string_view> used;
  const auto use = [&](const std::string& path) {
    if (const KeyText* row = find_text(path)) used.insert(row->path);
  };
  for_each_key(language(), [&](const std::string& path, const Schema::Key& key) {
    use(path);
    use(key.schema->reference);
  });
  for (const auto& [name, schema] : language().by_name) use(name);
  std::set<std::string_view> met;
  for (const KeyText& row : key_texts()) {
    EXPECT_TRUE(used.contains(row.path)) << row.path << " is no key: take it out";
    EXPECT_TRUE(met.insert(row.path).second) << row.path << " has two texts";
  }
}

// The schema is deeper than what this parser takes by itself.
boost::json::value parsed(const std::string& text) {
  boost::json::parse_options options;
  options.max_depth = 200;
  return boost::json::parse(text, {}, options);
}

TEST(Language, TheJsonSchemaIsWholeAndRefersToItsOwnDefinitions) {
  const std::string text = json_schema(language());
  const auto document = parsed(text).as_object();
  const auto& definitions = document.at("$defs").as_object();
  EXPECT_EQ(definitions.size(), language().by_name.size() + 1);
  std::size_t references = 0;
  constexpr std::string_view kReference = "\"$ref\":\"#/$defs/";
  for (auto at = text.find(kReference); at != std::string::npos; at = text.find(kReference, at + 1)) {
    const auto begin = at + kReference.size();
    const std::string name = text.substr(begin, text.find('"', begin) - begin);
    EXPECT_TRUE(definitions.contains(name)) << name;
    ++references;
  }
  EXPECT_GT(references, 100U);
}

TEST(Language, TheJsonSchemaSaysWhatAMapMustHave) {
  const auto document = parsed(json_schema(language()));
  const auto& step = document.at_pointer("/$defs/step").as_object();
  EXPECT_EQ(step.at("additionalProperties"), boost::json::value(false));
  EXPECT_THAT(boost::json::serialize(step.at("allOf")), HasSubstr(R"({"required":["start"]})"));
  EXPECT_THAT(boost::json::serialize(step.at("allOf")), HasSubstr(R"({"not":{"required":["at","after"]}})"));
  EXPECT_THAT(boost::json::serialize(step.at("allOf")),
              HasSubstr(R"({"if":{"required":["within"]},"then":{"anyOf":[{"required":["expect"]}]}})"));
  // A member may be completed by a fragment.
  const auto& monitor =
      document.at_pointer("/$defs/scenario/properties/monitors/anyOf/0/additionalProperties/anyOf/0").as_object();
  EXPECT_TRUE(monitor.contains("properties"));
  EXPECT_FALSE(monitor.contains("required"));
}

// A stale page leaves the fresh one beside the programs.
TEST(Language, ThePageIsUpToDate) {
  const std::string fresh = markdown_of(language());
  if (content_of("docs/scenario-keys.md") == fresh) return;
  const std::string path = CHECKRIDE_BINARY_DIR "/scenario-keys.md";
  std::ofstream(path) << fresh;
  ADD_FAILURE() << "docs/scenario-keys.md is stale: cp " << path << " docs/, and read what changed";
}

TEST(Language, ThePageHasATableForEveryShape) {
  const std::string page = markdown_of(language());
  for (const auto& [name, schema] : language().by_name) EXPECT_THAT(page, HasSubstr("\n## " + name + "\n"));
  EXPECT_THAT(page, HasSubstr("| `scenario` | text | required | Its name:"));
  EXPECT_THAT(page, HasSubstr("| `within` | duration | `0s` | Only with `expect`. How long"));
  EXPECT_THAT(page, HasSubstr("| `simulators.NAME.frame_rate_hz` | whole number from 1 to 1000 | `30` |"));
}

}  // namespace
}  // namespace checkride::harness
