#include "checks/exit_check.hpp"

#include <fmt/format.h>

#include "checks/of_emulator.hpp"
#include "checks/sight.hpp"

namespace checkride::harness {

namespace {

class ExitKind final : public CheckKind {
 public:
  explicit ExitKind(ExitCheck check) : check_(std::move(check)) {}

  std::string text() const override {
    return fmt::format("exit code of {} {}", check_.of, check_.code.front().matcher.clause());
  }
  std::vector<std::string> members() const override { return {check_.of}; }
  std::optional<std::string> impossible(RigKind rig) const override {
    return only_of_an_emulator(rig, check_.of_simulator, check_.of, "exit code");
  }
  world::Task<Seen> see(Sight& sight) const override { co_return check_exit(check_, sight.exit_code(check_.of)); }

 private:
  ExitCheck check_;
};

}  // namespace

Seen check_exit(const ExitCheck& check, std::optional<int> code) {
  Seen seen = begin_comparing();
  if (code) {
    compare(seen, check.code.front(), static_cast<double>(*code));
  } else {
    seen.holds = false;
    seen.known = false;
    seen.text = "it has not ended";
  }
  return seen;
}

Check read_exit_check(values::MapReader& map, Reader& reader) {
  ExitCheck check;
  check.of = reader.member(map, "of", {MemberKind::monitor, MemberKind::simulator, MemberKind::subject});
  check.of_simulator = reader.scenario.kind_of(check.of) == MemberKind::simulator;
  require_compared(map, "code", Domain::number, check.code);
  if (check.code.empty()) return nullptr;
  return std::make_shared<ExitKind>(std::move(check));
}

}  // namespace checkride::harness
