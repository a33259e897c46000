// NotifierBench: a notifier over a real engine with the rules of a test, at exact times; every post is looked at.
#pragma once

#include <gmock/gmock.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "alerts/describe.hpp"
#include "alerts/notifier.hpp"

namespace checkride::runtime::alerts {

using namespace std::chrono_literals;
using notify::NotificationKind;

// A Monday, 08:00 UTC.
inline const world::UtcTime kEpoch = *world::parse_rfc3339("2026-01-05T08:00:00Z");

inline Now at(world::Duration since_start) {
  return {world::Instant(1s) + since_start, kEpoch + since_start};
}

inline RuleConfig rule(const std::string& name, Severity severity = Severity::critical) {
  RuleConfig rule;
  rule.name = name;
  rule.metric = "altitude";
  rule.variable = 0;
  rule.threshold = 100;
  rule.severity = severity;
  rule.level = level_of(severity);
  rule.actions = {Action::slack};
  return rule;
}

class NotifierBench : public testing::Test {
 protected:
  void start(std::vector<RuleConfig> rules, AlertPolicyConfig policy = {}) {
    config_.alert_manager.rules = rules;
    engine_ = std::make_unique<AlertEngine>(rules, std::vector<std::string>{"sim", "other"}, 1h, at(0s));
    notifier_ = std::make_unique<Notifier>(std::move(policy), engine_->alerts(), silences_,
                                           [this](const Alert& alert) { return describe(alert, config_); });
  }
  // A value of a simulator; then what is sent.
  std::vector<Post> value(double feet, world::Duration when, const std::string& simulator = "sim") {
    Sample sample;
    sample.simulator = simulator;
    sample.values = {feet};
    for (const StateChange& change : engine_->on_sample(sample, at(when))) notifier_->changed(change, at(when));
    return notifier_->due(at(when));
  }
  std::vector<Post> pass(world::Duration when) { return notifier_->due(at(when)); }
  // Every call of due() that the notifier asks for until `when`, and what came of them.
  std::vector<std::pair<world::Duration, NotificationKind>> occasions_until(world::Duration when) {
    std::vector<std::pair<world::Duration, NotificationKind>> out;
    for (auto next = notifier_->next(); next && *next <= at(when).instant; next = notifier_->next()) {
      const world::Duration then = *next - at(0s).instant;
      for (const Post& post : pass(then)) out.emplace_back(then, post.group.alerts.front().kind);
    }
    return out;
  }
  const Alert& alert(std::size_t index) const { return engine_->alerts()[index]; }
  void silence(const std::string& simulator, world::Duration from, world::Duration to) {
    ASSERT_TRUE(silences_.set({"s1", {{"simulator", simulator, true}}, at(from).utc, at(to).utc, "me", ""}, kEpoch));
  }

  Config config_;
  SilenceBook silences_;
  std::unique_ptr<AlertEngine> engine_;
  std::unique_ptr<Notifier> notifier_;
};

}  // namespace checkride::runtime::alerts
