// Goal: openapi.json says what the API is. Method: routes and document are compared both ways; the fixture compares
// every answer that any test of the control API provokes; here is what the other tests leave out.
#include <algorithm>
#include <set>

#include "checkride/emulator/fault_language.hpp"
#include "control/control_fixture.hpp"

namespace checkride::emulator {
namespace {

std::set<std::string> described() {
  std::set<std::string> operations;
  for (const auto& [path, item] : openapi().at("paths").as_object()) {
    for (const auto& [method, operation] : item.as_object()) {
      if (method == "parameters") continue;
      std::string upper(method);
      std::transform(upper.begin(), upper.end(), upper.begin(),
                     [](char c) { return static_cast<char>(c - 'a' + 'A'); });
      operations.insert(upper + " " + std::string(path));
    }
  }
  return operations;
}

TEST(OpenApi, DescribesEveryRouteAndNoOther) {
  const std::vector<std::string> routes = control_routes();
  EXPECT_EQ(described(), std::set<std::string>(routes.begin(), routes.end()));
}

// A parameter of the document that no route reads, or the reverse.
TEST(OpenApi, DescribesEveryParameterAndNoOther) {
  for (const auto& [path, item] : openapi().at("paths").as_object()) {
    for (const auto& [method, operation] : item.as_object()) {
      if (method == "parameters") continue;
      std::set<std::string> described;
      if (const json::value* parameters = operation.as_object().if_contains("parameters")) {
        for (const json::value& parameter : parameters->as_array()) {
          if (parameter.at("in").as_string() == "query")
            described.insert(std::string(parameter.at("name").as_string()));
        }
      }
      std::string route(method);
      for (char& c : route) c = static_cast<char>(c - 'a' + 'A');
      const auto taken = control_queries(route + " " + std::string(path));
      EXPECT_EQ(described, std::set<std::string>(taken.begin(), taken.end())) << route << " " << path;
    }
  }
}

void collect_references(const json::value& value, std::set<std::string>& found) {
  if (value.is_array()) {
    for (const json::value& item : value.as_array()) collect_references(item, found);
  } else if (value.is_object()) {
    for (const auto& [key, member] : value.as_object()) {
      if (key == "$ref") found.insert(std::string(member.as_string()));
      collect_references(member, found);
    }
  }
}

TEST(OpenApi, RefersToWhatIsThereAndHasNothingUnused) {
  std::set<std::string> used;
  collect_references(openapi(), used);
  std::set<std::string> there;
  for (const auto& [kind, parts] : openapi().at("components").as_object()) {
    for (const auto& [name, part] : parts.as_object()) {
      there.insert("#/components/" + std::string(kind) + "/" + std::string(name));
    }
  }
  EXPECT_EQ(used, there);
}

TEST(OpenApi, TheValidatorFindsWhatIsWrong) {
  const json::value schema = json::parse(R"({"$ref": "#/components/schemas/Time"})");
  json::value time = json::parse(R"({"frame":1,"frame_rate":30,"simulation_frame":1,"paused":false,"rate":1,
                                     "stepped":false,"running_seconds":0.5,"simulated_seconds":0})");
  EXPECT_EQ(Schema::mistake(time, schema), "");
  time.as_object()["frame"] = "1";
  EXPECT_NE(Schema::mistake(time, schema), "");
  time.as_object()["frame"] = -1;
  EXPECT_NE(Schema::mistake(time, schema), "");
  time.as_object()["frame"] = 1;
  time.as_object()["more"] = 1;
  EXPECT_NE(Schema::mistake(time, schema), "");
  time.as_object().erase("more");
  time.as_object().erase("rate");
  EXPECT_NE(Schema::mistake(time, schema), "");
}

TEST_F(Control, ServesItsDocumentAndItsPage) {
  EXPECT_EQ(ask("GET", "/openapi.json").body, openapi_document());
  const http::Response page = ask("GET", "/");
  EXPECT_EQ(page.body, live_page());
  const std::string policy(page.headers.find("Content-Security-Policy").value_or(""));
  EXPECT_THAT(policy, testing::HasSubstr("default-src 'none'"));
  EXPECT_THAT(policy, testing::Not(testing::HasSubstr("unsafe")));
  EXPECT_THAT(page.body, testing::Not(testing::HasSubstr("<script>"))) << "the policy would not let it run";
  EXPECT_THAT(page.body, testing::Not(testing::HasSubstr("style="))) << "nor would this be seen";
  EXPECT_THAT(std::string(ask("GET", "/page.js").headers.find("Content-Type").value_or("")),
              testing::StartsWith("text/javascript"));
  EXPECT_THAT(std::string(ask("GET", "/page.css").headers.find("Content-Type").value_or("")),
              testing::StartsWith("text/css"));
  for (const std::string_view kind : fault_words()) {
    ErrorCode error;
    EXPECT_EQ(std::string(json::parse(fault_example(kind), error).at("kind").as_string()), kind)
        << "the page offers it";
  }
  EXPECT_THAT(page.body, testing::Not(testing::HasSubstr("http://"))) << "nothing comes from elsewhere";
  EXPECT_THAT(page.body, testing::Not(testing::HasSubstr("https://")));
}

TEST_F(Control, EveryRouteRefusesAStrangeHost) {
  for (const std::string& route : control_routes()) {
    http::Request request;
    request.method = route.substr(0, route.find(' '));
    request.target = route.substr(route.find(' ') + 1);
    request.headers.add("Host", "rebound.example");
    EXPECT_EQ(judged(request).status, 403) << route;
  }
}

}  // namespace
}  // namespace checkride::emulator
