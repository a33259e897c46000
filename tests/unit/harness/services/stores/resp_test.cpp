// RESP2: golden bytes of the protocol's own description, and a reader that is total and does not care how bytes are
// cut.
#include "services/stores/resp.hpp"

#include "checkride/test/property.hpp"
#include "checkride/test/result_matchers.hpp"

namespace checkride::harness::resp {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<Value> values_in(std::string_view bytes) {
  Reader reader;
  reader.feed(bytes);
  std::vector<Value> values;
  while (true) {
    auto value = reader.next();
    if (!value || !*value) break;
    values.push_back(std::move(**value));
  }
  return values;
}

std::vector<Request> requests_in(std::string_view bytes) {
  Reader reader;
  reader.feed(bytes);
  std::vector<Request> requests;
  while (true) {
    auto request = reader.next_request();
    if (!request || !*request) break;
    requests.push_back(std::move(**request));
  }
  return requests;
}

std::string mistake_in(std::string_view bytes) {
  Reader reader;
  reader.feed(bytes);
  while (true) {
    const auto value = reader.next();
    if (!value) return value.error().detail();
    if (!*value) return "";
  }
}

// Bytes from the RESP specification.
TEST(Resp, GoldenValues) {
  EXPECT_THAT(values_in("+OK\r\n-ERR unknown command 'foobar'\r\n:1000\r\n$6\r\nfoobar\r\n$0\r\n\r\n$-1\r\n"),
              ElementsAre(Value::simple("OK"), Value::error("ERR unknown command 'foobar'"), Value::integer(1000),
                          Value::bulk("foobar"), Value::bulk(""), Value()));
  EXPECT_THAT(values_in("*2\r\n*3\r\n:1\r\n:2\r\n:3\r\n*2\r\n+Foo\r\n-Bar\r\n*0\r\n*-1\r\n"),
              ElementsAre(Value::array({Value::array({Value::integer(1), Value::integer(2), Value::integer(3)}),
                                        Value::array({Value::simple("Foo"), Value::error("Bar")})}),
                          Value::array({}), Value()));
  EXPECT_EQ(encode(Value::array({Value::integer(-1), Value(), Value::bulk("a\r\n")})),
            "*3\r\n:-1\r\n$-1\r\n$3\r\na\r\n\r\n");
  EXPECT_EQ(encode(Request{"LLEN", "mylist"}), "*2\r\n$4\r\nLLEN\r\n$6\r\nmylist\r\n");
}

TEST(Resp, RequestsAreArraysOrTypedLines) {
  EXPECT_THAT(requests_in("*2\r\n$4\r\nLLEN\r\n$6\r\nmylist\r\nPING\r\n  set  a b \r\n\r\n*0\r\n"),
              ElementsAre(Request{"LLEN", "mylist"}, Request{"PING"}, Request{"set", "a", "b"}, Request{}, Request{}));
  Reader reader;
  reader.feed("*1\r\n:1\r\n");
  EXPECT_THAT(reader.next_request(), test::FailsWith(HasSubstr("array of bulk strings")));
}

TEST(Resp, MistakesSayWhatAndWhere) {
  EXPECT_EQ(mistake_in("+OK\r\n?\r\n"), "byte 5: \"?\" begins no value: + - : $ or *");
  EXPECT_EQ(mistake_in(":12x\r\n"), "byte 0: expected a whole number");
  EXPECT_EQ(mistake_in("$3\r\nabcd\r\n"), "byte 0: a text that goes on behind its length");
  EXPECT_THAT(mistake_in("$99999999999\r\n"), HasSubstr("at most"));
  EXPECT_THAT(mistake_in("$-2\r\n"), HasSubstr("at most"));
  EXPECT_THAT(mistake_in("*100001\r\n"), HasSubstr("at most"));
  EXPECT_THAT(mistake_in("*-2\r\n"), HasSubstr("at most"));
  EXPECT_THAT(mistake_in("*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n"), HasSubstr("deep"));
  EXPECT_THAT(mistake_in(std::string(kLineBytesMax, 'a')), HasSubstr("line"));
  EXPECT_THAT(mistake_in("\r\n"), HasSubstr("empty line"));
}

TEST(Resp, AfterAMistakeThereIsNothing) {
  Reader reader;
  reader.feed("?\r\n+OK\r\n");
  EXPECT_FALSE(reader.next());
  reader.feed("+OK\r\n");
  EXPECT_FALSE(reader.next());
  EXPECT_FALSE(reader.next_request());
}

// Some value with all kinds in it, of up to `depth` arrays.
Value any_value(int depth) {
  switch (*rc::gen::inRange(0, depth > 0 ? 6 : 5)) {
    case 0:
      return Value::simple(*rc::gen::container<std::string>(rc::gen::inRange('a', 'z')));
    case 1:
      return Value::error(*rc::gen::container<std::string>(rc::gen::inRange('a', 'z')));
    case 2:
      return Value::integer(*rc::gen::arbitrary<std::int64_t>());
    case 3:
      return Value::bulk(*rc::gen::arbitrary<std::string>());
    case 4:
      return Value();
    default: {
      std::vector<Value> items;
      const int count = *rc::gen::inRange(0, 4);
      for (int i = 0; i < count; ++i) items.push_back(any_value(depth - 1));
      return Value::array(std::move(items));
    }
  }
}

RC_GTEST_PROP(RespLaws, CutsDoNotMatter, ()) {
  const std::vector<Value> wanted{any_value(3), any_value(3)};
  const std::string bytes = encode(wanted[0]) + encode(wanted[1]);
  Reader reader;
  std::vector<Value> values;
  for (std::size_t at = 0; at < bytes.size();) {
    const auto size = *rc::gen::inRange<std::size_t>(1, 9);
    reader.feed(std::string_view(bytes).substr(at, size));
    at += size;
    while (true) {
      auto value = reader.next();
      RC_ASSERT(value.has_value());
      if (!*value) break;
      values.push_back(std::move(**value));
    }
  }
  RC_ASSERT(values == wanted);
}

RC_GTEST_PROP(RespLaws, RequestsComeBackAsTheyWere, (std::vector<std::string> words)) {
  RC_PRE(!words.empty());
  const std::vector<Request> found = requests_in(encode(Request(words)));
  RC_ASSERT(found.size() == 1U);
  RC_ASSERT(found.front() == words);
}

}  // namespace
}  // namespace checkride::harness::resp
