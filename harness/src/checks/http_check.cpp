#include "checks/http_check.hpp"

#include <fmt/format.h>

#include "checks/sight.hpp"

namespace checkride::harness {

namespace {

class HttpKind final : public CheckKind {
 public:
  explicit HttpKind(HttpCheck check) : check_(std::move(check)) {}

  std::string text() const override {
    return fmt::format("GET {} of {}{}{}{}", check_.target, check_.of,
                       check_.status ? fmt::format(" answers {}", *check_.status) : " answers",
                       containing("body", check_.contains), text_of(check_.json));
  }
  std::vector<std::string> members() const override { return {check_.of}; }
  Traits traits() const override {
    Traits traits;
    traits.needs_up = true;
    return traits;
  }
  world::Task<Seen> see(Sight& sight) const override {
    http::Request request;
    request.target = check_.target;
    const auto answer = co_await sight.exchange(check_.of, check_.port, std::move(request));
    co_return check_http(check_, answer);
  }

 private:
  HttpCheck check_;
};

void read_port(values::MapReader& map, MemberKind kind, std::string_view target, Port* port) {
  *port = kind == MemberKind::simulator ? Port::control : target == "/metrics" ? Port::metrics : Port::health;
  map.choice("port", port, {{"health", Port::health}, {"metrics", Port::metrics}, {"control", Port::control}});
  if ((*port == Port::control) != (kind == MemberKind::simulator)) {
    map.error("port", fmt::format("a {} has no {} port", to_string(kind), to_string(*port)));
  }
}

}  // namespace

Seen check_http(const HttpCheck& check, const Result<http::Response>& answer) {
  if (!answer) return no_answer(answer.error());
  Seen seen;
  seen.known = answer->status != 404 || check.status == 404;
  seen.holds = (!check.status || answer->status == *check.status) &&
               answer->body.find(check.contains) != std::string::npos && has_all(answer->body, check.json);
  const bool about_body = !check.contains.empty() || !check.json.empty();
  seen.text =
      about_body ? fmt::format("{} {}", answer->status, brief(answer->body)) : fmt::format("{}", answer->status);
  return seen;
}

Check make_check(HttpCheck check) {
  return std::make_shared<HttpKind>(std::move(check));
}

Check read_http_check(values::MapReader& map, Reader& reader) {
  HttpCheck check;
  check.of = reader.member(map, "of", {MemberKind::monitor, MemberKind::simulator});
  if (map.required("get", &check.target) && !check.target.starts_with('/')) map.error("get", "a path starts with /");
  read_port(map, reader.scenario.kind_of(check.of).value_or(MemberKind::monitor), check.target, &check.port);
  map.optional("status", &check.status, values::Range<int>{100, 599});
  map.map("body", [&](values::MapReader& body) {
    check.contains = reader.optional_text(body, "contains");
    check.json = reader.pointers(body, "json");
  });
  if (!check.status && check.contains.empty() && check.json.empty()) {
    reader.errors.add(map.position(), "nothing is expected of the answer: give status or body");
  }
  return make_check(std::move(check));
}

}  // namespace checkride::harness
