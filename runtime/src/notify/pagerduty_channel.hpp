// PagerDutyChannel: the `pagerduty` action: Events API v2. A group is one incident, whatever its alerts do.
#pragma once

#include <string>
#include <string_view>

#include "checkride/world/world.hpp"
#include "config/config.hpp"
#include "notify/channel.hpp"
#include "notify/trust.hpp"

namespace checkride::runtime::notify {

class PagerDutyChannel final : public Channel {
 public:
  // `world` and `trust` outlive the channel. `link` is where people find this monitor, or empty.
  PagerDutyChannel(world::World& world, TrustStore& trust, PagerDutyConfig config, std::string link)
      : world_(world), trust_(trust), config_(std::move(config)), link_(std::move(link)) {}

  std::string_view name() const override { return "pagerduty"; }
  world::Duration pace() const override { return config_.http.pace; }
  std::vector<std::string> targets() const override { return {"pagerduty"}; }
  std::vector<Group> parts(const Group& group) const override { return split_group(group, 100, 1); }
  world::Task<Outcome> deliver(Parcel& parcel) override;

 private:
  world::World& world_;
  TrustStore& trust_;
  PagerDutyConfig config_;
  std::string link_;
};

// "resolve" when all alerts of the group are over, "acknowledge" when somebody took on all that are not, else
// "trigger": the message may be about some of them only, the incident is about all.
std::string_view pagerduty_action(const Group& group);
// The event, at most 512,000 bytes: details that do not fit are left out. Summaries are cut at 1,024 bytes.
std::string pagerduty_body(const Group& group, const Secret& routing_key, std::string_view link);

}  // namespace checkride::runtime::notify
