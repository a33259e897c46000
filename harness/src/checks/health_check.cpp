#include "checks/health_check.hpp"

#include <fmt/format.h>

#include "checks/answers.hpp"
#include "checks/sight.hpp"

namespace checkride::harness {

namespace {

using Asked = std::optional<Result<http::Response>>;

// `member` outlives the task.
world::Task<Asked> ask(Sight& sight, const std::string& member, bool wanted, std::string target) {
  if (!wanted) co_return std::nullopt;
  http::Request request;
  request.target = std::move(target);
  std::string of = member;
  auto answer = co_await sight.exchange(std::move(of), Port::health, std::move(request));
  co_return Asked(std::move(answer));
}

std::string truth_text(std::string_view word, const std::optional<bool>& wanted) {
  return wanted ? fmt::format(", {}{}", *wanted ? "" : "not ", word) : std::string();
}

class HealthKind final : public CheckKind {
 public:
  HealthKind(HealthCheck check, std::string text) : check_(std::move(check)), text_(std::move(text)) {}

  std::string text() const override { return text_; }
  std::vector<std::string> members() const override { return {check_.of}; }
  Traits traits() const override {
    Traits traits;
    traits.needs_up = true;
    return traits;
  }
  world::Task<Seen> see(Sight& sight) const override {
    HealthAnswers answers;
    answers.detail = co_await ask(sight, check_.of, !check_.state.empty(), std::string("/health/detail"));
    answers.ready = co_await ask(sight, check_.of, check_.ready.has_value(), std::string("/health/ready"));
    answers.live = co_await ask(sight, check_.of, check_.live.has_value(), std::string("/health/live"));
    co_return check_health(check_, answers);
  }

 private:
  HealthCheck check_;
  std::string text_;
};

// Each of the two answers 200 or 503; anything else is no word about it.
void compare_truth(Seen& seen, const Result<http::Response>& answer, std::string_view word, bool wanted) {
  constexpr int kYes = 200;
  constexpr int kNo = 503;
  seen.text += seen.text.empty() ? "" : ", ";
  if (!answer || (answer->status != kYes && answer->status != kNo)) {
    seen.holds = false;
    seen.known = false;
    seen.text += answer ? fmt::format("/health/{} answers {}", word, answer->status) : no_answer(answer.error()).text;
    return;
  }
  const bool is = answer->status == kYes;
  seen.holds &= is == wanted;
  seen.text += fmt::format("{}{}", is ? "" : "not ", word);
  seen.values.push_back({std::string(word), is ? "true" : "false", wanted ? "true" : "false", {}, std::nullopt});
}

}  // namespace

Seen check_health(const HealthCheck& check, const HealthAnswers& answers) {
  Seen seen = begin_comparing();
  if (answers.detail) {
    if (!*answers.detail) return no_answer(answers.detail->error());
    seen.known = compare_pointers(seen, check.state, (*answers.detail)->body);
  }
  if (answers.ready && check.ready) compare_truth(seen, *answers.ready, "ready", *check.ready);
  if (answers.live && check.live) compare_truth(seen, *answers.live, "live", *check.live);
  return seen;
}

Check read_health_check(values::MapReader& map, Reader& reader) {
  HealthCheck check;
  check.of = reader.member(map, "of", {MemberKind::monitor});
  read_compared(map, "state", Domain::text, check.state);
  read_each_compared(map, "components", Domain::text, check.state, "component ");
  map.optional("ready", &check.ready);
  map.optional("live", &check.live);
  const bool expects = map.has("state") || map.has("components") || check.ready || check.live;
  if (!expects) {
    reader.errors.add(map.position(), "nothing is expected of its health: give state, components, ready or live");
  }
  std::string text = fmt::format("health of {}{}{}{}", check.of, text_of(check.state), truth_text("ready", check.ready),
                                 truth_text("live", check.live));
  constexpr std::string_view kComponent = "component ";
  for (Compared& one : check.state) {
    const bool is_component = one.name.starts_with(kComponent);
    one.name = is_component ? "/services/" + in_pointer(one.name.substr(kComponent.size())) + "/status" : "/status";
  }
  return std::make_shared<HealthKind>(std::move(check), std::move(text));
}

}  // namespace checkride::harness
