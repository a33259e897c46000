#include "checks/link_check.hpp"

#include <fmt/format.h>

#include "checks/answers.hpp"
#include "checks/sight.hpp"

namespace checkride::harness {

namespace {

class LinkKind final : public CheckKind {
 public:
  explicit LinkKind(LinkCheck check) : check_(std::move(check)) {}

  std::string text() const override {
    return fmt::format("link of {} to {}{}{}", check_.of, check_.simulator,
                       check_.state.empty() ? "" : " is " + check_.state, text_of(check_.error));
  }
  std::vector<std::string> members() const override { return {check_.of}; }
  Traits traits() const override {
    Traits traits;
    traits.needs_up = true;
    return traits;
  }
  world::Task<Seen> see(Sight& sight) const override {
    http::Request request;
    request.target = "/api/v1/simulators";
    const auto answer = co_await sight.exchange(check_.of, Port::health, std::move(request));
    co_return check_link(check_, answer);
  }

 private:
  LinkCheck check_;
};

}  // namespace

Seen check_link(const LinkCheck& check, const Result<http::Response>& answer) {
  if (!answer) return no_answer(answer.error());
  Seen seen;
  seen.known = false;
  seen.text = fmt::format("the monitor has no link to {}", check.simulator);
  const auto read = for_each_object(answer->body, "simulators", [&](const boost::json::object& link) {
    if (text_in(link, "name") != check.simulator && text_in(link, "simulator") != check.simulator) return;
    seen.known = true;
    const std::string state = text_in(link, "state");
    const std::string error = text_in(link, "last_error") + " " + text_in(link, "last_decode_error");
    seen.holds = check.state.empty() || state == check.state;
    seen.text = state;
    if (!check.state.empty()) seen.values.push_back({"state", state, check.state, {}, std::nullopt});
    for (const Compared& one : check.error) compare(seen, one, error);
  });
  return read ? seen : no_answer(read.error());
}

Check make_check(LinkCheck check) {
  return std::make_shared<LinkKind>(std::move(check));
}

Check read_link_check(values::MapReader& map, Reader& reader) {
  LinkCheck check;
  check.of = reader.member(map, "of", {MemberKind::monitor});
  check.simulator = reader.member(map, "simulator", {MemberKind::simulator});
  map.choice<std::string>("state", &check.state,
                          {{"disconnected", "disconnected"},
                           {"connecting", "connecting"},
                           {"opening", "opening"},
                           {"registering", "registering"},
                           {"streaming", "streaming"},
                           {"waiting", "waiting"},
                           {"stopped", "stopped"},
                           {"stuck", "stuck"}});
  read_compared(map, "error", Domain::text, check.error);
  for (Compared& one : check.error) one.name = "last error";
  if (!map.has("state") && !map.has("error")) {
    reader.errors.add(map.position(), "nothing is expected of the link: give state or error");
  }
  return make_check(std::move(check));
}

}  // namespace checkride::harness
