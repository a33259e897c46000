// Goal: numbers and JSON come out right, the same everywhere, and readable by others. Method: examples; there-and-back
// laws against the standard library and against Boost.JSON's parser, which is nobody's of ours.
#include "checkride/values/json.hpp"

#include <gmock/gmock.h>

#include <boost/json/src.hpp>
#include <cmath>
#include <limits>

#include "checkride/test/property.hpp"

namespace checkride::values {
namespace {

std::string json_string(std::string_view text) {
  std::string out;
  json::append_json_string(out, text);
  return out;
}

TEST(FormatNumber, HasNoExponentForUsualMagnitudes) {
  EXPECT_EQ(format_number(0), "0");
  EXPECT_EQ(format_number(35012.25), "35012.25");
  EXPECT_EQ(format_number(80), "80");
  EXPECT_EQ(format_number(-0.1), "-0.1");
  EXPECT_EQ(format_number(0.000001), "0.000001");
  EXPECT_EQ(format_number(1e15), "1000000000000000");
  EXPECT_EQ(format_number(1e16), "1e+16");
  EXPECT_EQ(format_number(1e-7), "1e-07");
}

TEST(FormatNumber, NamesWhatIsNotFinite) {
  EXPECT_EQ(format_number(std::nan("")), "nan");
  EXPECT_EQ(format_number(-std::numeric_limits<double>::infinity()), "-inf");
}

TEST(JsonNumber, WhatIsNotFiniteIsNull) {
  std::string out;
  json::append_json_number(out, std::numeric_limits<double>::infinity());
  EXPECT_EQ(out, "null");
}

TEST(JsonString, EscapesWhatJsonWants) {
  EXPECT_EQ(json_string("a\"b\\c"), R"("a\"b\\c")");
  EXPECT_EQ(json_string("line\nnext\ttab\r"), R"("line\nnext\ttab\r")");
  EXPECT_EQ(json_string(std::string_view("\x00\x1F\x7F", 3)), R"("\u0000\u001f\u007f")");
  EXPECT_EQ(json_string("Zürich ✈"), "\"Zürich ✈\"");
}

TEST(JsonString, ReplacesBytesThatAreNotUtf8) {
  EXPECT_EQ(json_string("a\xFF"
                        "b"),
            "\"a\xEF\xBF\xBD"
            "b\"");
  EXPECT_EQ(json_string("\xE2\x82"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

TEST(JsonWriter, PlacesCommasAndColons) {
  std::string out;
  json::Writer json(out);
  json.begin_object().member("name", "sim").member("port", 5111).member("up", true).member("rate", 0.5);
  json.key("tags").begin_array().value("a").value(std::string("b")).null().end_array();
  json.key("empty").begin_object().end_object().key("list").begin_array().end_array().key("raw").raw("[1]");
  json.end_object();
  EXPECT_EQ(out,
            R"({"name":"sim","port":5111,"up":true,"rate":0.5,"tags":["a","b",null],"empty":{},"list":[],"raw":[1]})");
  EXPECT_EQ(json.depth(), 0u);
}

TEST(JsonWriter, WritesTheLimitsOfIntegers) {
  std::string out;
  json::Writer json(out);
  json.begin_array().value(std::numeric_limits<std::int64_t>::min()).value(std::numeric_limits<std::uint64_t>::max());
  json.end_array();
  EXPECT_EQ(out, "[-9223372036854775808,18446744073709551615]");
}

TEST(JsonWriterDeathTest, RefusesCallsThatDoNotNest) {
  std::string out;
  EXPECT_DEATH(json::Writer(out).begin_object().value(1), "assertion failed");
  EXPECT_DEATH(json::Writer(out).begin_array().end_object(), "assertion failed");
  EXPECT_DEATH(json::Writer(out).key("a"), "assertion failed");
}

RC_GTEST_PROP(NumberLaws, TextReadsBackExactly, (std::uint64_t bits)) {
  double value = 0;
  std::memcpy(&value, &bits, sizeof value);
  RC_PRE(std::isfinite(value));
  const double back = std::strtod(format_number(value).c_str(), nullptr);
  RC_ASSERT(std::memcmp(&back, &value, sizeof value) == 0);
}

RC_GTEST_PROP(JsonLaws, OthersReadTheStringBack, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::inRange<char>(0, 127));
  RC_ASSERT(boost::json::parse(json_string(text)).as_string() == text);
}

RC_GTEST_PROP(JsonLaws, AnyBytesBecomeValidJson, (const std::string& bytes)) {
  boost::system::error_code code;
  (void)boost::json::parse(json_string(bytes), code);
  RC_ASSERT(!code);
}

}  // namespace
}  // namespace checkride::values
