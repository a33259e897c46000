// Goal: values out of JSON and YAML are told apart and compared as people mean them. Method: examples.
#include "matchers/value.hpp"

#include <gmock/gmock.h>

#include "checkride/test/result_matchers.hpp"
#include "matchers/matcher_reading.hpp"

namespace checkride::harness {
namespace {

using checkride::test::FailsWith;
using testing::AllOf;
using testing::HasSubstr;

Value json(std::string_view text) {
  return test::json_value(text);
}
Value yaml(std::string_view text) {
  return value_of(test::node_of(text));
}

TEST(Value, JsonKeepsTheKindsApart) {
  EXPECT_EQ(json("3"), Value(3.0));
  EXPECT_EQ(json("\"3\""), Value("3"));
  EXPECT_EQ(json("true"), Value(true));
  EXPECT_NE(json("null"), Value());
  EXPECT_EQ(json("null"), json("null"));
  EXPECT_NE(json("0"), json("false"));
}

TEST(Value, YamlMeansWhatJsonWouldMean) {
  EXPECT_EQ(yaml("3.5"), json("3.5"));
  EXPECT_EQ(yaml("'3.5'"), json("\"3.5\""));
  EXPECT_EQ(yaml("null"), json("null"));
  EXPECT_EQ(yaml("{a: [1, 2], b: {c: x}}"), json(R"({"b":{"c":"x"},"a":[1.0,2e0]})"));
}

TEST(Value, StructuresAreEqualByContentAndNumbersByValue) {
  EXPECT_EQ(json(R"({"a":1,"b":[2]})"), json(R"({"b":[2.0],"a":1e0})"));
  EXPECT_NE(json("[1,2]"), json("[2,1]"));
  EXPECT_NE(json("[1]"), json("[1,1]"));
  EXPECT_NE(json(R"({"a":1})"), json(R"({"a":1,"b":1})"));
  EXPECT_NE(json(R"({"a":1})"), json(R"({"b":1})"));
  // Ids of 64 bits differ in their last digit.
  EXPECT_NE(json("[9007199254740993]"), json("[9007199254740992]"));
}

TEST(Value, PointersFindPartsOfADocument) {
  const auto document = JsonDocument::parse(R"({"a":{"b":[10,{"c":null}]},"":1})").value();
  EXPECT_EQ(document.at("/a/b/0"), Value(10.0));
  EXPECT_EQ(document.at("/a/b/1/c"), json("null"));
  EXPECT_EQ(document.at("/a/b/2"), Value());
  EXPECT_EQ(document.at("/a/x/y"), Value());
  EXPECT_EQ(document.at("/"), Value(1.0));
  EXPECT_EQ(document.at("no pointer"), Value());
}

TEST(Value, APartOutlivesItsDocument) {
  const Value part = JsonDocument::parse(R"({"a":[1,2]})").value().at("/a");
  EXPECT_EQ(part, json("[1,2]"));
}

TEST(Value, WhatIsNoJsonIsQuoted) {
  EXPECT_THAT(JsonDocument::parse("<html>"), FailsWith(AllOf(HasSubstr("this is no JSON"), HasSubstr("<html>"))));
}

TEST(Value, LengthsAreOfTextsAndStructures) {
  EXPECT_EQ(length_of("Zürich"), 6.0);
  EXPECT_EQ(length_of("\xFF\xFF"), 2.0);
  EXPECT_EQ(length_of(json("[1,2]")), 2.0);
  EXPECT_EQ(length_of(json(R"({"a":1})")), 1.0);
  EXPECT_EQ(length_of(12.0), std::nullopt);
  EXPECT_EQ(length_of(json("null")), std::nullopt);
}

TEST(Value, ItemsAreOfArrays) {
  EXPECT_EQ(items_of(json(R"([1,"a"])")), (std::vector<Value>{1.0, "a"}));
  EXPECT_EQ(items_of(json("{}")), std::nullopt);
  EXPECT_EQ(items_of("text"), std::nullopt);
}

TEST(Value, TextsForPeopleAreOneShortLine) {
  EXPECT_EQ(value_text(Value()), "nothing");
  EXPECT_EQ(value_text(82.5), "82.5");
  EXPECT_EQ(value_text("high"), "\"high\"");
  EXPECT_EQ(value_text(json(R"({"a": [true]})")), R"({"a":[true]})");
  const std::string long_text = value_text(json("[\"" + std::string(500, 'x') + "\"]"));
  EXPECT_EQ(long_text.size(), 163u);
  EXPECT_TRUE(long_text.ends_with("..."));
}

}  // namespace
}  // namespace checkride::harness
