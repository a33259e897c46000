// Goal: messages as values: headers without regard to case, paths and queries decoded, error documents. Method:
// examples.
#include <gmock/gmock.h>

#include "checkride/http/http.hpp"

namespace checkride::http {
namespace {

Request to(std::string target) {
  Request request;
  request.target = std::move(target);
  return request;
}

TEST(Headers, NamesCompareWithoutCase) {
  Headers headers;
  headers.add("Content-Type", "a");
  headers.add("X-One", "b");
  EXPECT_EQ(headers.find("content-TYPE"), "a");
  EXPECT_EQ(headers.find("X-Two"), std::nullopt);
}

TEST(Headers, SetReplacesAllOfThatName) {
  Headers headers;
  headers.add("A", "1");
  headers.add("B", "2");
  headers.add("a", "3");
  headers.set("A", "4");
  ASSERT_EQ(headers.fields().size(), 2u);
  EXPECT_EQ(headers.find("a"), "4");
}

TEST(Request, PathIsDecodedWithoutTheQuery) {
  EXPECT_EQ(to("/v1/variables/PLANE%20ALTITUDE?unit=feet").path(), "/v1/variables/PLANE ALTITUDE");
  EXPECT_EQ(to("/a%2Fb").raw_path(), "/a%2Fb");
  EXPECT_EQ(to("/a%2Fb").path(), "/a/b");
  EXPECT_EQ(to("/100%").path(), "/100%");
  EXPECT_EQ(to("/a%zz+b").path(), "/a%zz+b");
  EXPECT_EQ(to("http://host:80/x?y").path(), "/x");
  EXPECT_EQ(to("http://host").path(), "/");
  EXPECT_EQ(to("*").path(), "*");
}

TEST(Request, QueryParametersAreDecoded) {
  const Request request = to("/x?unit=feet+per%20second&empty=&flag&a%26b=1&unit=second");
  EXPECT_EQ(request.query("unit"), "feet per second");
  EXPECT_EQ(request.query("empty"), "");
  EXPECT_EQ(request.query("flag"), "");
  EXPECT_EQ(request.query("a&b"), "1");
  EXPECT_EQ(request.query("none"), std::nullopt);
  EXPECT_EQ(to("/x").query("unit"), std::nullopt);
  EXPECT_EQ(to("/x?").query("unit"), std::nullopt);
}

TEST(Responses, HaveTheirTypes) {
  EXPECT_EQ(json_response(201, "{}").headers.find("content-type"), "application/json");
  EXPECT_EQ(text_response(200, "ok").headers.find("content-type"), "text/plain; charset=utf-8");
  const Response error = error_response(404, "not_found", "there is no \"x\"");
  EXPECT_EQ(error.status, 404);
  EXPECT_EQ(error.body, R"({"error":{"code":"not_found","message":"there is no \"x\""}})");
}

}  // namespace
}  // namespace checkride::http
