#include "checks/webhook_check.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "checks/arrivals.hpp"
#include "checks/sight.hpp"

namespace checkride::harness {

namespace {

bool fits(const WebhookCheck& check, const WebhookCall& call) {
  const auto header_fits = [&](const Compared& one) {
    const auto value = call.headers.find(one.name);
    return one.matcher.try_on(value ? Value(std::string(*value)) : Value()).holds;
  };
  return (check.method.empty() || check.method.front().matcher.try_on(call.method).holds) &&
         std::all_of(check.headers.begin(), check.headers.end(), header_fits) && fits(check.body, call.body);
}

class WebhookKind final : public CheckKind {
 public:
  explicit WebhookKind(WebhookCheck check) : check_(std::move(check)) {}

  std::string text() const override {
    return fmt::format("{} in {}{}{}{}", check_.count.text("call"), check_.in, text_of(check_.method),
                       text_of(check_.headers), text_of(check_.body));
  }
  std::vector<std::string> members() const override { return {check_.in}; }
  Traits traits() const override { return arrival_traits(check_.count); }
  world::Task<Seen> see(Sight& sight) const override {
    co_return check_webhook(check_, sight.webhook(check_.in), sight.start());
  }
  bool is_quantity() const override { return true; }
  world::Task<Result<double>> quantity(Sight& sight) const override {
    co_return number_of(sight.webhook(check_.in), [this](const WebhookCall& call) { return fits(check_, call); });
  }

 private:
  WebhookCheck check_;
};

}  // namespace

Seen check_webhook(const WebhookCheck& check, const WebhookInbox& inbox, const ScenarioStart& start) {
  return count_arrivals(check.count, inbox, start, "call", [&](const WebhookCall& call) { return fits(check, call); });
}

Check make_check(WebhookCheck check) {
  return std::make_shared<WebhookKind>(std::move(check));
}

Check read_webhook_check(values::MapReader& map, Reader& reader) {
  WebhookCheck check;
  check.in = reader.member(map, "in", {MemberKind::webhook});
  read_compared(map, "method", Domain::text, check.method);
  read_each_compared(map, "headers", Domain::text, check.headers);
  check.body = read_body(map, "body");
  check.count = Tally::read(map);
  return make_check(std::move(check));
}

}  // namespace checkride::harness
