#include "checks/combined_check.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "checkride/result/assert.hpp"

namespace checkride::harness {

namespace {

std::string joined(const std::vector<Check>& parts, std::string_view between) {
  std::string text;
  for (const Check& part : parts) text.append(text.empty() ? "" : between).append(part->text());
  return parts.size() == 1 ? text : "(" + text + ")";
}

std::vector<std::string> members_of(const std::vector<Check>& parts) {
  std::vector<std::string> members;
  for (const Check& part : parts) {
    for (std::string& name : part->members()) {
      if (std::find(members.begin(), members.end(), name) == members.end()) members.push_back(std::move(name));
    }
  }
  return members;
}

// What one part needs, the whole needs; only what wakes for every part needs no polling.
Traits traits_of(const std::vector<Check>& parts) {
  Traits all;
  all.pushed = true;
  for (const Check& part : parts) {
    const Traits one = part->traits();
    all.needs_up |= one.needs_up;
    all.is_final |= one.is_final;
    all.sustained |= one.sustained;
    all.exact |= one.exact;
    all.pushed &= one.pushed;
    all.counts |= one.counts;
  }
  return all;
}

std::optional<std::string> impossible_of(const std::vector<Check>& parts, RigKind rig) {
  for (const Check& part : parts) {
    if (auto why = part->impossible(rig)) return why;
  }
  return std::nullopt;
}

// Texts and values of one part behind those of the others.
void append(Seen& whole, Seen part) {
  whole.text += (whole.text.empty() ? "" : "; ") + part.text;
  std::move(part.values.begin(), part.values.end(), std::back_inserter(whole.values));
}

class AllKind final : public CheckKind {
 public:
  explicit AllKind(std::vector<Check> parts) : parts_(std::move(parts)) { CHECKRIDE_ASSERT(!parts_.empty()); }

  std::string text() const override { return joined(parts_, " and "); }
  std::vector<std::string> members() const override { return members_of(parts_); }
  Traits traits() const override { return traits_of(parts_); }
  std::optional<std::string> impossible(RigKind rig) const override { return impossible_of(parts_, rig); }

  world::Task<Seen> see(Sight& sight) const override {
    Seen all;
    all.holds = true;
    bool all_since = true;
    for (const Check& part : parts_) {
      Seen one = co_await part->see(sight);
      all.holds &= one.holds;
      all.known &= one.known;
      all.hopeless |= one.hopeless;
      all_since &= one.since.has_value();
      if (one.since) all.since = std::max(all.since.value_or(*one.since), *one.since);
      append(all, std::move(one));
    }
    if (!all_since) all.since.reset();
    co_return all;
  }

 private:
  std::vector<Check> parts_;
};

class AnyKind final : public CheckKind {
 public:
  explicit AnyKind(std::vector<Check> parts) : parts_(std::move(parts)) { CHECKRIDE_ASSERT(!parts_.empty()); }

  std::string text() const override { return joined(parts_, " or "); }
  std::vector<std::string> members() const override { return members_of(parts_); }
  Traits traits() const override { return traits_of(parts_); }
  std::optional<std::string> impossible(RigKind rig) const override { return impossible_of(parts_, rig); }

  world::Task<Seen> see(Sight& sight) const override {
    Seen any;
    any.known = false;
    any.hopeless = true;
    bool untimed = false;  // one of those that hold does not say since when
    for (const Check& part : parts_) {
      Seen one = co_await part->see(sight);
      any.known |= one.known;
      any.hopeless &= one.hopeless;
      untimed |= one.holds && !one.since;
      if (one.holds && one.since) any.since = std::min(any.since.value_or(*one.since), *one.since);
      any.holds |= one.holds;
      append(any, std::move(one));
    }
    if (untimed) any.since.reset();
    co_return any;
  }

 private:
  std::vector<Check> parts_;
};

class OppositeKind final : public CheckKind {
 public:
  explicit OppositeKind(Check part) : part_(std::move(part)) {}

  std::string text() const override { return "not " + joined({part_}, ""); }
  std::vector<std::string> members() const override { return part_->members(); }
  Traits traits() const override { return part_->traits(); }
  std::optional<std::string> impossible(RigKind rig) const override { return part_->impossible(rig); }

  world::Task<Seen> see(Sight& sight) const override {
    Seen seen = co_await part_->see(sight);
    seen.holds = seen.known && !seen.holds;
    seen.hopeless = false;
    seen.since.reset();
    // Several values that hold not all have no common distance to where they would.
    for (reports::Deciding& value : seen.values) {
      value.expected = "not: " + value.expected;
      value.margin.reset();
    }
    co_return seen;
  }

 private:
  Check part_;
};

}  // namespace

Check all_of_checks(std::vector<Check> parts) {
  return std::make_shared<AllKind>(std::move(parts));
}

Check any_of_checks(std::vector<Check> parts) {
  return std::make_shared<AnyKind>(std::move(parts));
}

Check opposite_check(Check part) {
  return std::make_shared<OppositeKind>(std::move(part));
}

}  // namespace checkride::harness
