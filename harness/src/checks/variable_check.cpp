#include "checks/variable_check.hpp"

#include <fmt/format.h>

#include "checkride/catalog/simvar.hpp"
#include "checks/answers.hpp"
#include "checks/sight.hpp"
#include "reading/variables.hpp"

namespace checkride::harness {

namespace {

class VariableKind final : public CheckKind {
 public:
  explicit VariableKind(VariableCheck check) : check_(std::move(check)) {}

  std::string text() const override {
    return fmt::format("{} of {} {}", check_.name, check_.of, check_.value.front().matcher.clause());
  }
  std::vector<std::string> members() const override { return {check_.of}; }
  Traits traits() const override {
    Traits traits;
    traits.needs_up = true;
    return traits;
  }
  world::Task<Seen> see(Sight& sight) const override {
    const auto value = co_await sight.simulator(check_.of).read(check_.name, check_.unit);
    co_return check_variable(check_, value);
  }
  bool is_quantity() const override { return true; }
  world::Task<Result<double>> quantity(Sight& sight) const override {
    return sight.simulator(check_.of).read(check_.name, check_.unit);
  }

 private:
  VariableCheck check_;
};

}  // namespace

Seen check_variable(const VariableCheck& check, const Result<double>& value) {
  if (!value) return no_answer(value.error());
  Seen seen = begin_comparing();
  compare(seen, check.value.front(), *value);
  return seen;
}

Check read_variable_check(values::MapReader& map, Reader& reader) {
  VariableCheck check;
  check.of = reader.member(map, "of", {MemberKind::simulator});
  const bool named = map.required("name", &check.name);
  const auto unit = named ? unit_of_variable(check.name, map.position_of("name"), reader) : std::nullopt;
  if (!unit) {
    if (map.described()) require_compared(map, "value", Domain::quantity, check.value);
    (void)map.required_node("value");  // without the unit nothing can be said of it
    return nullptr;
  }
  check.unit = *unit;
  const Domain domain = check.unit.empty() ? Domain::number : Domain::quantity;
  require_compared(map, "value", domain, check.value, check.unit);
  if (check.value.empty()) return nullptr;
  check.value.front().name = check.name;
  return std::make_shared<VariableKind>(std::move(check));
}

}  // namespace checkride::harness
