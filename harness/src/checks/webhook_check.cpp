#include "checks/webhook_check.hpp"

#include <fmt/format.h>

#include "checks/arrivals.hpp"
#include "checks/sight.hpp"

namespace checkride::harness {

namespace {

class WebhookKind final : public CheckKind {
 public:
  explicit WebhookKind(WebhookCheck check) : check_(std::move(check)) {}

  std::string text() const override {
    return fmt::format("{} in {}{}{}", how_many(check_.count, "call"), check_.in,
                       containing("body", check_.body_contains), text_of(check_.json));
  }
  std::vector<std::string> members() const override { return {check_.in}; }
  Traits traits() const override { return arrival_traits(check_.count); }
  world::Task<Seen> see(Sight& sight) const override {
    co_return check_webhook(check_, sight.webhook(check_.in), sight.start());
  }

 private:
  WebhookCheck check_;
};

}  // namespace

Seen check_webhook(const WebhookCheck& check, const WebhookInbox& inbox, const ScenarioStart& start) {
  return count_arrivals(check.count, inbox, start, "call", [&](const WebhookCall& call) {
    return call.body.find(check.body_contains) != std::string::npos && has_all(call.body, check.json);
  });
}

Check make_check(WebhookCheck check) {
  return std::make_shared<WebhookKind>(std::move(check));
}

Check read_webhook_check(values::MapReader& map, Reader& reader) {
  WebhookCheck check;
  check.in = reader.member(map, "in", {MemberKind::webhook});
  map.map("body", [&](values::MapReader& body) {
    check.body_contains = reader.optional_text(body, "contains");
    check.json = reader.pointers(body, "json");
  });
  check.count = read_count(map, reader.errors);
  return make_check(std::move(check));
}

}  // namespace checkride::harness
