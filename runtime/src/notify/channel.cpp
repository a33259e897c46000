#include "notify/channel.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "checkride/result/assert.hpp"
#include "notify/labels.hpp"
#include "notify/texts.hpp"

namespace checkride::runtime::notify {

namespace {

std::size_t firing_in(const std::vector<Notification>& alerts) {
  return static_cast<std::size_t>(std::count_if(alerts.begin(), alerts.end(), [](const Notification& alert) {
    return alert.kind != NotificationKind::resolved;
  }));
}

std::size_t unattended_in(const std::vector<Notification>& alerts) {
  return static_cast<std::size_t>(std::count_if(alerts.begin(), alerts.end(), [](const Notification& alert) {
    return alert.kind != NotificationKind::resolved && alert.kind != NotificationKind::acknowledged;
  }));
}

}  // namespace

std::string trace_id_of(const Parcel& parcel) {
  const std::uint64_t hash = fnv1a(parcel.id);
  return fmt::format("{:016x}{:016x}", fnv1a("trace", hash), hash | 1U);
}

Outcome without_target(const Group& group, std::string_view key) {
  return Outcome::permanent(fmt::format(
      "the receiver \"{}\" has no {} any more, and its channel's own is somebody else's: put it back and send this "
      "once more, or discard it",
      single_line(group.receiver), key));
}

std::vector<Group> split_group(const Group& group, std::size_t alerts_max, std::size_t parts_max) {
  CHECKRIDE_ASSERT(alerts_max >= 1 && parts_max >= 1 && !group.alerts.empty());
  std::vector<Group> parts;
  std::size_t begin = 0;
  while (begin < group.alerts.size() && parts.size() < parts_max) {
    const std::size_t end = std::min(begin + alerts_max, group.alerts.size());
    Group& part = parts.emplace_back();
    part.key = group.key;
    part.labels = group.labels;
    part.receiver = group.receiver;
    part.mail_to = group.mail_to;
    part.slack_channel = group.slack_channel;
    part.own_target = group.own_target;
    part.alerts.assign(group.alerts.begin() + static_cast<std::ptrdiff_t>(begin),
                       group.alerts.begin() + static_cast<std::ptrdiff_t>(end));
    // The other parts, and what is left out, belong to the group none the less.
    part.firing_beside = group.firing_beside + firing_in(group.alerts) - firing_in(part.alerts);
    part.unattended_beside = group.unattended_beside + unattended_in(group.alerts) - unattended_in(part.alerts);
    begin = end;
  }
  parts.back().omitted = group.omitted + group.alerts.size() - begin;
  return parts;
}

}  // namespace checkride::runtime::notify
