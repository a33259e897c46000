// Goal: YAML is read strictly, and each mistake is found at its place. Method: one small file per rule; the message is
// compared as a whole, for it is what the user gets.
#include <gmock/gmock.h>

#include "checkride/test/result_matchers.hpp"
#include "checkride/values/document.hpp"

namespace checkride::values {
namespace {

using test::FailsWith;
using test::IsOkWith;
using testing::HasSubstr;
using testing::StartsWith;

Node root_of(std::string_view text) {
  return load(text, "t.yaml").value().root();
}

// All messages of a text that must not load.
std::string mistakes(std::string_view text, const LoadLimits& limits = {}) {
  const auto result = load(text, "t.yaml", limits);
  return result.has_error() ? result.error().message() : "no mistake";
}

TEST(Load, KeepsTextAsWritten) {
  const Node root = root_of("a: 010\nb: 'on'\nc: yes\nd: 1e3\n");
  EXPECT_EQ(root.find("a")->text(), "010");
  EXPECT_EQ(root.find("b")->text(), "on");
  EXPECT_TRUE(root.find("b")->quoted());
  EXPECT_EQ(root.find("c")->text(), "yes");
  EXPECT_FALSE(root.find("c")->quoted());
}

TEST(Load, KnowsWhereEveryNodeStands) {
  const Node root = root_of("# comment\ntimeline:\n  - start: [sim]\n  - expect: {alert: x}\n    within: 10s\n");
  const auto steps = root.find("timeline")->items();
  ASSERT_EQ(steps.size(), 2u);
  EXPECT_EQ(steps[0].position().text(), "t.yaml:3:5");
  EXPECT_EQ(steps[1].line(), 4);
  EXPECT_EQ(steps[1].entries()[1].key_position.text(), "t.yaml:5:5");
  EXPECT_EQ(steps[1].find("within")->position().text(), "t.yaml:5:13");
  EXPECT_EQ(steps[1].find("expect")->find("alert")->position().text(), "t.yaml:4:21");
}

TEST(Load, CountsColumnsInCharacters) {
  EXPECT_EQ(root_of("{Zürich: 1, b: x}").find("b")->position().text(), "t.yaml:1:16");
}

TEST(Load, PassesOverAByteOrderMarkAndCarriageReturns) {
  const Node root = root_of(
      "\xEF\xBB\xBF"
      "a: 1\r\nb: 2\r\n");
  EXPECT_EQ(root.entries()[0].key, "a");
  EXPECT_EQ(root.find("b")->text(), "2");
  EXPECT_EQ(root.find("b")->position().text(), "t.yaml:2:4");
}

TEST(Load, ReadsJson) {
  const Node root = root_of("{\"rules\": [{\"name\": \"Low\", \"threshold\": 100, \"on\": true}], \"n\": null}");
  EXPECT_THAT(root.find("rules")->items()[0].find("threshold")->as_integer(), IsOkWith(100));
  EXPECT_TRUE(root.find("n")->is_null());
}

TEST(Load, AnEmptyFileIsNull) {
  EXPECT_TRUE(root_of("").is_null());
  EXPECT_TRUE(root_of("# nothing\n").is_null());
  EXPECT_TRUE(root_of("---\n").is_null());
}

TEST(Load, RefusesDuplicateKeys) {
  EXPECT_EQ(mistakes("a: 1\nb:\n  c: 1\n  c: 2\na: 3\n"),
            "t.yaml:4:3: duplicate key \"c\", first in line 3\nt.yaml:5:1: duplicate key \"a\", first in line 1");
}

TEST(Load, RefusesTagsAnchorsAliasesAndMergeKeys) {
  EXPECT_EQ(mistakes("a: !!str 1"), "t.yaml:1:4: tags are not supported, leave out \"tag:yaml.org,2002:str\"");
  EXPECT_THAT(mistakes("a: &x 1\nb: *x\n"), StartsWith("t.yaml:1:4: anchors (&name) are not supported"));
  EXPECT_THAT(mistakes("a: &x 1\nb: *x\n"), HasSubstr("\nt.yaml:2:4: aliases (*name) are not supported"));
  EXPECT_THAT(mistakes("a: {b: 1}\n<<: {c: 2}\n"), StartsWith("t.yaml:2:1: merge keys (<<) are not supported"));
  EXPECT_EQ(root_of("'<<': 1").entries()[0].key, "<<");
}

TEST(Load, RefusesKeysThatAreNotText) {
  EXPECT_EQ(mistakes("? [a, b]\n: 1\n"), "t.yaml:1:3: a key must be text, not a list");
  EXPECT_EQ(mistakes("{{a: 1}: 2}"), "t.yaml:1:2: a key must be text, not a map");
  EXPECT_EQ(mistakes("~: 1"), "t.yaml:1:1: a key must be text, not nothing");
}

TEST(Load, RefusesASecondDocument) {
  EXPECT_EQ(mistakes("a: 1\n---\nb: 2\n"), "t.yaml:3:1: a second document in one file (a line \"---\" before it)");
}

TEST(Load, SaysWhereTheSyntaxEnds) {
  EXPECT_THAT(mistakes("a: [1, 2\n"), HasSubstr("\"[\" without \"]\""));
  EXPECT_EQ(mistakes("a: b: c\n"),
            "t.yaml:1:5: \":\" may not stand here (quote the text if it belongs to it, or give the key above its own)");
  EXPECT_EQ(mistakes("a:\n  b: 1\n c: 2\n"), "t.yaml:3:2: the indentation does not fit the map above");
  EXPECT_THAT(mistakes("a: 1\n\tb: 2\n"), StartsWith("t.yaml:2:"));
  EXPECT_EQ(mistakes("a: \"open\n"), "t.yaml:1:4: the quote is not closed");
  EXPECT_EQ(mistakes("a: ['open]\nb: 1\n"),
            "t.yaml:1:5: the quote is not closed\nt.yaml:3:1: \"[\" without \"]\", or a comma is missing");
  EXPECT_EQ(mistakes("a: 'it''s'\nb: \"say \\\"yes\\\"\"\n"), "no mistake");
}

TEST(Load, SaysOfEachSyntaxErrorWhatToDo) {
  const std::pair<std::string_view, std::string_view> rows[] = {
      {"a: {b: 1}}\n", "t.yaml:1:10: a \"}\" or \"]\" too many"},
      {"a:\n\t- 1\n", "t.yaml:2:2: \"- \" may not stand here"},
      {"a:\n  b: 1\n\tc: 2\n", "t.yaml:3:1: a tab cannot indent"},
      {"a: %5\n", "t.yaml:1:4: no text begins with this character"},
      {"a: @x\n", "t.yaml:1:4: no text begins with this character"},
      {"a: \"\\q\"\n", "t.yaml:1:7: no such escape in double quotes"},
      {"a: \"\\xZZ\"\n", "t.yaml:1:9: \\x, \\u and \\U are followed by"},
      {"a: *x\n", "t.yaml:1:4: aliases (*name) are not supported"},
      {"a: |x\n  b\n", "t.yaml:1:5: behind | or > stands nothing but"},
      {"a\n  b: 1\n", "t.yaml:2:4: \":\" may not stand here"},
  };
  for (const auto& [text, told] : rows) EXPECT_THAT(mistakes(text), StartsWith(std::string(told))) << text;
}

TEST(Load, ReportsMistakesBeforeASyntaxErrorToo) {
  const std::string text = mistakes("a: 1\na: 2\nb: c: d\n");
  EXPECT_THAT(text, HasSubstr("t.yaml:2:1: duplicate key"));
  EXPECT_THAT(text, HasSubstr("t.yaml:3:5:"));
}

TEST(Load, RefusesBytesThatAreNoText) {
  EXPECT_EQ(mistakes("a: 1\nb: \xFF\n"), "t.yaml:2:4: not valid UTF-8 (save the file as UTF-8)");
  EXPECT_EQ(mistakes(std::string_view("a: \0", 4)),
            "t.yaml:1:4: a control character (take it out, or write it as \\xNN in double quotes)");
  EXPECT_EQ(mistakes("a: 1\rb: 2"),
            "t.yaml:1:5: a carriage return without a line feed (save the file with Unix line ends)");
}

TEST(Load, BoundsSizeDepthAndCount) {
  EXPECT_EQ(mistakes("a: 12345678", {.bytes_max = 10}), "t.yaml:1:1: the file has 11 bytes, more than the allowed 10");
  EXPECT_EQ(mistakes("[[[[1]]]]", {.depth_max = 3}), "t.yaml:1:4: nested deeper than 3 levels");
  EXPECT_EQ(mistakes("[[[1]]]", {.depth_max = 3}), "no mistake");
  EXPECT_EQ(mistakes("[1, 2, 3, 4]", {.nodes_max = 3}), "t.yaml:1:11: more than 3 values in one file");
}

TEST(Load, SurvivesDeepNesting) {
  EXPECT_EQ(mistakes(std::string(100'000, '[')), "t.yaml:1:33: nested deeper than 64 levels");
  EXPECT_EQ(mistakes(std::string(100'000, '{')), "t.yaml:1:64: nested deeper than 64 levels");
}

TEST(NodeValues, OnlyTrueAndFalseAreBooleans) {
  EXPECT_THAT(root_of("true").as_bool(), IsOkWith(true));
  EXPECT_THAT(root_of("false").as_bool(), IsOkWith(false));
  for (const char* text : {"yes", "no", "on", "off", "True", "1"}) {
    EXPECT_THAT(root_of(text).as_bool(), FailsWith(HasSubstr("t.yaml:1:1: expected true or false, not \""))) << text;
  }
  EXPECT_THAT(root_of("\"true\"").as_bool(), FailsWith(HasSubstr("leave the quotes out")));
}

TEST(NodeValues, WholeNumbersAreDecimalOrHexadecimal) {
  EXPECT_THAT(root_of("-42").as_integer(), IsOkWith(-42));
  EXPECT_THAT(root_of("0x1200").as_integer(), IsOkWith(0x1200));
  EXPECT_THAT(root_of("18446744073709551615").as_unsigned(), IsOkWith(18'446'744'073'709'551'615ULL));
  EXPECT_THAT(root_of("010").as_integer(), FailsWith(HasSubstr("without the leading zero")));
  EXPECT_THAT(root_of("9223372036854775808").as_integer(), FailsWith(HasSubstr("64 bits")));
  for (const char* text : {"1e3", "1.0", "ten", "1_000", "+5", "0x", "0x-1", "0xg", "-", "'5'", "-0x1"}) {
    EXPECT_THAT(root_of(text).as_integer(), FailsWith(HasSubstr("expected a whole number"))) << text;
  }
  EXPECT_THAT(root_of("-1").as_unsigned(), FailsWith(HasSubstr("not below zero")));
}

TEST(NodeValues, NumbersAreDecimalWithExponent) {
  EXPECT_THAT(root_of("1e3").as_number(), IsOkWith(1000.0));
  EXPECT_THAT(root_of("-0.5").as_number(), IsOkWith(-0.5));
  EXPECT_THAT(root_of("100").as_number(), IsOkWith(100.0));
  for (const char* text : {".5", "5.", "1e", "inf", ".inf", "nan", "0x10", "007", "1e999", "1 000", "'1'"}) {
    EXPECT_THAT(root_of(text).as_number(), FailsWith(HasSubstr("expected a number"))) << text;
  }
}

TEST(NodeValues, AnyScalarButNullIsText) {
  EXPECT_THAT(root_of("no").as_text(), IsOkWith(std::string("no")));
  EXPECT_THAT(root_of("1.0").as_text(), IsOkWith(std::string("1.0")));
  EXPECT_THAT(root_of("''").as_text(), IsOkWith(std::string()));
  EXPECT_THAT(root_of("~").as_text(), FailsWith(HasSubstr("expected text, not nothing")));
  EXPECT_THAT(root_of("[a]").as_text(), FailsWith(HasSubstr("expected text, not a list")));
}

TEST(NodeValues, MessagesQuoteLongTextInPart) {
  const std::string message = root_of(std::string(500, 'x')).as_bool().error().message();
  EXPECT_THAT(message, HasSubstr("xxx...\""));
  EXPECT_LT(message.size(), 150u);
  EXPECT_THAT(root_of("|\n  one\n  two\n").as_bool().error().message(), HasSubstr("\"one...\""));
}

TEST(AppendJson, KeepsNumbersAndBooleans) {
  std::string out;
  append_json(out, root_of("{a: 1, b: 1.50, c: true, d: 'true', e: text, f: ~, g: [x, 010]}"));
  EXPECT_EQ(out, R"({"a":1,"b":1.5,"c":true,"d":"true","e":"text","f":null,"g":["x","010"]})");
}

}  // namespace
}  // namespace checkride::values
