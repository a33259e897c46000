// Goal: whatever a rule is called, its text arrives as it is and stays where it belongs. Method: laws over arbitrary
// bytes, undone as each receiver undoes them.
#include "notify/texts.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "checkride/test/property.hpp"
#include "checkride/values/json.hpp"
#include "checkride/values/utf8.hpp"
#include "notify/mail_message.hpp"
#include "notify/mail_text.hpp"
#include "notify/slack_channel.hpp"

namespace checkride::runtime::notify {
namespace {

// Half of it valid: letters of one to four bytes, what escapes are made of, controls, stray bytes.
std::string some_text() {
  return *rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::oneOf(
                           rc::gen::element<std::string>("a", " ", "&", "<", ">", "\"", "'", "=", "?", "=?", "\r\n",
                                                         "\n", "ö", "高", "🛩", ".", "amp;", "\x1b", "\xc2\x85"),
                           rc::gen::map(rc::gen::arbitrary<char>(), [](char c) { return std::string(1, c); }))),
                       [](const std::vector<std::string>& pieces) {
                         std::string text;
                         for (const std::string& piece : pieces) text += piece;
                         return text;
                       });
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
  return text;
}

std::string unescaped(std::string text) {
  for (const auto& [escape, c] :
       {std::pair{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}}) {
    text = replaced(std::move(text), escape, c);
  }
  return text;
}

RC_GTEST_PROP(SingleLine, IsUtf8WithoutControls, ()) {
  const std::string line = single_line(some_text());
  RC_ASSERT(values::is_utf8(line));
  RC_ASSERT(std::none_of(line.begin(), line.end(), [](char c) { return (c >= 0 && c < ' ') || c == 0x7f; }));
  RC_ASSERT(line.find("\xc2\x85") == std::string::npos);
  RC_ASSERT(single_line(line) == line);
}

TEST(SingleLine, NothingTurnsTheOrderOfTheText) {
  EXPECT_EQ(single_line("a\u202Eb\u2066c\u2028d"), "a b c d");
  EXPECT_EQ(single_line("5\u2019s \u20AC \u2065\u206A"), "5\u2019s \u20AC \u2065\u206A");
}

TEST(RoundedValue, HasSixDigitsAndStaysOnItsSideOfTheThreshold) {
  EXPECT_EQ(rounded(-20.000200382007627, -20), -20.0002);
  EXPECT_EQ(rounded(47.4502123456, 0), 47.4502);
  EXPECT_EQ(rounded(1234567.89, 0), 1234568);
  EXPECT_EQ(rounded(99.99999999, 100), 99.99999999);
  EXPECT_EQ(rounded(99.99999999, 99.9999), 100);
  EXPECT_EQ(rounded(100.00003, 100.00003), 100.00003);
  EXPECT_EQ(rounded(0, 100), 0);
}

RC_GTEST_PROP(RoundedValueLaw, OrderToTheThresholdIsKept, ()) {
  const auto value = *rc::gen::arbitrary<double>();
  const auto threshold = *rc::gen::arbitrary<double>();
  const double shown = rounded(value, threshold);
  RC_ASSERT((shown < threshold) == (value < threshold));
  RC_ASSERT((shown > threshold) == (value > threshold));
}

RC_GTEST_PROP(Cut, KeepsTheFrontWithinTheLimit, ()) {
  const std::string text = single_line(some_text());
  const auto limit = *rc::gen::inRange<std::size_t>(3, 40);
  const std::string short_text = cut(text, limit);
  RC_ASSERT(short_text.size() <= limit);
  RC_ASSERT(values::is_utf8(short_text));
  if (text.size() <= limit) {
    RC_ASSERT(short_text == text);
  } else {
    RC_ASSERT(short_text.ends_with("…"));
    RC_ASSERT(text.starts_with(short_text.substr(0, short_text.size() - 3)));
    RC_ASSERT(short_text.size() + 4 > limit);  // no more is cut than has to be
  }
}

RC_GTEST_PROP(Escapes, AreUndoneBySlackAndByBrowsers, ()) {
  const std::string text = single_line(some_text());
  const std::string slack = escaped_within(text, 10'000, slack_escape);
  RC_ASSERT(slack.find_first_of("<>") == std::string::npos);
  RC_ASSERT(unescaped(slack) == text);
  const std::string html = escaped_within(text, 10'000, html_escape);
  RC_ASSERT(html.find_first_of("<>\"'") == std::string::npos);
  RC_ASSERT(unescaped(html) == text);
}

RC_GTEST_PROP(Json, GivesBackEveryText, ()) {
  const std::string text = single_line(some_text());
  std::string json;
  values::json::append_json_string(json, text);
  RC_ASSERT(boost::json::parse(json).as_string() == text);
}

int base64_value(char c) {
  static constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const auto at = kDigits.find(c);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

std::string decoded_base64(std::string_view text) {
  std::string out;
  unsigned bits = 0;
  int count = 0;
  for (const char c : text) {
    const int value = base64_value(c);
    if (value < 0) continue;
    bits = bits << 6U | static_cast<unsigned>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out += static_cast<char>(bits >> static_cast<unsigned>(count) & 0xffU);
  }
  return out;
}

// As a mail reader reads a Subject: lines joined, encoded words decoded, the spaces between two of them dropped.
std::string read_header(std::string field) {
  field = replaced(std::move(field), "\r\n", "");
  std::string_view rest = std::string_view(field).substr(std::string_view("Subject: ").size());
  if (!rest.starts_with("=?")) return std::string(rest);
  std::string out;
  while (!rest.empty()) {
    const std::size_t end = rest.find("?=");
    out += decoded_base64(rest.substr(10, end - 10));
    rest.remove_prefix(end + 2);
    if (rest.starts_with(' ')) rest.remove_prefix(1);
  }
  return out;
}

RC_GTEST_PROP(HeaderField, IsReadBackAsOneLine, ()) {
  const std::string text = some_text();
  const std::string field = header_field("Subject", text);
  RC_ASSERT(read_header(field) == single_line(text));
  std::size_t column = 0;
  for (const char c : field) {
    RC_ASSERT(c == '\r' || c == '\n' || (c >= ' ' && c <= '~'));
    column = c == '\n' ? 0 : column + 1;
    RC_ASSERT(column <= 78U);
  }
}

}  // namespace
}  // namespace checkride::runtime::notify
