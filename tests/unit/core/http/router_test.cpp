// Goal: requests find their handler, others get 404, or 405 with Allow. Method: one small router, examples.
#include <gmock/gmock.h>

#include "checkride/http/http.hpp"

namespace checkride::http {
namespace {

using testing::HasSubstr;

Router::Handler answers(std::string name) {
  return [name = std::move(name)](const Request&, const Router::Parameters& parameters) {
    std::string body = name;
    for (const auto& [parameter, value] : parameters) body += " " + parameter + "=" + value;
    return text_response(200, body);
  };
}

Router sample() {
  Router router;
  router.add("GET", "/", answers("root"));
  router.add("GET", "/v1/variables/{name}", answers("get"));
  router.add("PUT", "/v1/variables/{name}", answers("put"));
  router.add("GET", "/v1/variables/all", answers("all"));
  router.add("DELETE", "/v1/faults/{id}/runs/{run}", answers("delete"));
  return router;
}

Response ask(const std::string& method, const std::string& target) {
  Request request;
  request.method = method;
  request.target = target;
  return sample().route(request);
}

TEST(Router, MatchesByMethodAndPattern) {
  EXPECT_EQ(ask("GET", "/").body, "root");
  EXPECT_EQ(ask("GET", "/?x=1").body, "root");
  EXPECT_EQ(ask("GET", "/v1/variables/AIRSPEED").body, "get name=AIRSPEED");
  EXPECT_EQ(ask("PUT", "/v1/variables/AIRSPEED").body, "put name=AIRSPEED");
  EXPECT_EQ(ask("DELETE", "/v1/faults/7/runs/8").body, "delete id=7 run=8");
}

TEST(Router, DecodesParametersAfterSplitting) {
  EXPECT_EQ(ask("GET", "/v1/variables/GENERAL%20ENG%20RPM:1").body, "get name=GENERAL ENG RPM:1");
  EXPECT_EQ(ask("GET", "/v1/variables/a%2Fb").body, "get name=a/b");
}

TEST(Router, PrefersWordsToParameters) {
  EXPECT_EQ(ask("GET", "/v1/variables/all").body, "all");
}

TEST(Router, UnknownPathsAreNotFound) {
  for (const char* path :
       {"/v1", "/v1/variables", "/v1/variables/", "/v1/variables/a/b", "//", "/V1/variables/a", "*"}) {
    const Response response = ask("GET", path);
    EXPECT_EQ(response.status, 404) << path;
    EXPECT_THAT(response.body, HasSubstr("\"code\":\"not_found\"")) << path;
  }
}

TEST(Router, OtherMethodsAreToldWhatIsAllowed) {
  const Response response = ask("POST", "/v1/variables/AIRSPEED");
  EXPECT_EQ(response.status, 405);
  EXPECT_EQ(response.headers.find("Allow"), "GET, HEAD, PUT");
  EXPECT_THAT(response.body, HasSubstr("\"code\":\"method_not_allowed\""));
  EXPECT_EQ(ask("GET", "/v1/faults/7/runs/8").headers.find("Allow"), "DELETE");
}

TEST(Router, HeadIsAnsweredWhereGetIs) {
  EXPECT_EQ(ask("HEAD", "/v1/variables/x").body, "get name=x");
  EXPECT_EQ(ask("HEAD", "/v1/faults/7/runs/8").status, 405);
}

TEST(Router, AnUnknownPathNamesTheNearest) {
  Router router;
  const Router::Handler nothing = [](const Request&, const Router::Parameters&) { return Response(); };
  router.add("GET", "/v1/state", nothing);
  router.add("GET", "/v1/variables/{name}", nothing);
  const auto told = [&router](const std::string& target) {
    Request request;
    request.target = target;
    return router.route(request).body;
  };
  EXPECT_THAT(told("/v1/stat"), testing::HasSubstr(R"(did you mean \"/v1/state\"?)"));
  EXPECT_THAT(told("/v1/variable/TITLE"), testing::HasSubstr(R"(did you mean \"/v1/variables/TITLE\"?)"));
  EXPECT_THAT(told("/elsewhere"), testing::Not(testing::HasSubstr("mean")));
}

TEST(Router, NamesThePatternThatAnswers) {
  Router router;
  const Router::Handler nothing = [](const Request&, const Router::Parameters&) { return Response(); };
  router.add("GET", "/v1/variables/{name}", nothing);
  const auto pattern = [&router](const std::string& method, const std::string& target) {
    Request request;
    request.method = method;
    request.target = target;
    return std::string(router.route(request).route);
  };
  EXPECT_EQ(pattern("GET", "/v1/variables/TITLE?x=1"), "/v1/variables/{name}");
  EXPECT_EQ(pattern("HEAD", "/v1/variables/TITLE"), "/v1/variables/{name}");
  EXPECT_EQ(pattern("PUT", "/v1/variables/TITLE"), "");
  EXPECT_EQ(pattern("GET", "/elsewhere"), "");
}

}  // namespace
}  // namespace checkride::http
