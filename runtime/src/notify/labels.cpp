#include "notify/labels.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "notify/texts.hpp"

namespace checkride::runtime::notify {

namespace {

Labels filled(Labels labels) {
  std::erase_if(labels, [](const auto& label) { return label.second.empty(); });
  for (auto& [name, value] : labels) value = single_line(value);
  return labels;
}

template <class Of>
Labels common(const Group& group, const Of& of) {
  Labels shared = of(group.alerts.front());
  for (const Notification& alert : group.alerts) {
    const Labels own = of(alert);
    std::erase_if(shared, [&](const auto& label) { return std::find(own.begin(), own.end(), label) == own.end(); });
  }
  return shared;
}

}  // namespace

Labels labels_of(const Notification& n) {
  return filled({{"alertname", n.rule},
                 {"application", n.application},
                 {"environment", n.environment},
                 {"metric", n.metric},
                 {"severity", n.severity},
                 {"simulator", n.simulator}});
}

Labels annotations_of(const Notification& n) {
  const auto time = [](std::optional<world::UtcTime> when) {
    return when && *when != world::UtcTime() ? world::format_rfc3339(*when) : std::string();
  };
  return filled({{"acknowledged_by", n.acknowledged_by},
                 {"description", reason_of(n)},
                 {"kind", std::string(to_string(n.kind))},
                 {"next_update_by", time(n.next_update_by)},
                 {"observed", observed_of(n)},
                 {"respond_by", time(n.respond_by)},
                 {"since", time(n.breached_at)},
                 {"summary", summary_of(n)},
                 {"threshold", breach_of(n)},
                 {"tier", n.tier > 0 ? std::to_string(n.tier) : std::string()},
                 {"value", value_of(n)}});
}

Labels common_labels(const Group& group) {
  return common(group, labels_of);
}

Labels common_annotations(const Group& group) {
  return common(group, annotations_of);
}

std::string fingerprint_of(const Labels& labels) {
  constexpr std::string_view kSeparator = "\xff";
  std::uint64_t hash = kFnvOffset;
  for (const auto& [name, value] : labels) {
    hash = fnv1a(name, hash);
    hash = fnv1a(kSeparator, hash);
    hash = fnv1a(value, hash);
    hash = fnv1a(kSeparator, hash);
  }
  return fmt::format("{:016x}", hash);
}

std::string_view status_of(const Group& group) {
  if (group.firing_beside != 0) return "firing";
  const auto is_over = [](const Notification& alert) { return alert.kind == NotificationKind::resolved; };
  return std::all_of(group.alerts.begin(), group.alerts.end(), is_over) ? "resolved" : "firing";
}

std::uint64_t fnv1a(std::string_view text, std::uint64_t hash) {
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3ULL;
  }
  return hash;
}

}  // namespace checkride::runtime::notify
