// Labels and annotations of a notification, as Prometheus's world names alerts. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "notify/notification.hpp"

namespace checkride::runtime::notify {

using Labels = std::vector<std::pair<std::string, std::string>>;  // sorted by name, without empty values

// What names an alert, the same for as long as it lives: alertname, application, environment, metric, severity,
// simulator.
Labels labels_of(const Notification& notification);
// What there is to say of it now: summary, description (why now), kind (what is told: firing, escalated, ...), value,
// threshold, since (the start of the breach), observed ("9s of 10s"), and while they hold acknowledged_by, tier,
// respond_by and next_update_by.
Labels annotations_of(const Notification& notification);
// The labels that all alerts of the group share, with the same value.
Labels common_labels(const Group& group);
Labels common_annotations(const Group& group);
// As Alertmanager computes it of the same labels: 16 hexadecimal digits.
std::string fingerprint_of(const Labels& labels);

// "resolved" if every alert of the group is, those included that the message is not about; else "firing".
std::string_view status_of(const Group& group);

// FNV-1a with 64 bits, for a text in parts: give the previous result as `hash`.
constexpr std::uint64_t kFnvOffset = 0xcbf29ce484222325ULL;
std::uint64_t fnv1a(std::string_view text, std::uint64_t hash = kFnvOffset);

}  // namespace checkride::runtime::notify
