// WebhookChannel: the `webhook` action: Alertmanager's document, so that what receives its webhooks receives ours.
#pragma once

#include <string>
#include <string_view>

#include "checkride/world/world.hpp"
#include "config/config.hpp"
#include "notify/channel.hpp"
#include "notify/trust.hpp"

namespace checkride::runtime::notify {

class WebhookChannel final : public Channel {
 public:
  // `world` and `trust` outlive the channel. `link` is where people find this monitor, or empty.
  WebhookChannel(world::World& world, TrustStore& trust, WebhookConfig config, std::string link)
      : world_(world), trust_(trust), config_(std::move(config)), link_(std::move(link)) {}

  std::string_view name() const override { return "webhook"; }
  world::Duration pace() const override { return config_.http.pace; }
  std::vector<std::string> targets() const override { return {"webhook"}; }
  std::vector<Group> parts(const Group& group) const override { return split_group(group, config_.max_alerts, 1); }
  world::Task<Outcome> deliver(Parcel& parcel) override;

 private:
  world::World& world_;
  TrustStore& trust_;
  WebhookConfig config_;
  std::string link_;
};

// Alertmanager's document of version "4".
std::string webhook_body(const Group& group, std::string_view link);

// The value of X-Checkride-Signature: HMAC-SHA256 of "timestamp:body", as hexadecimal digits. `timestamp` is that of
// X-Checkride-Timestamp: seconds since 1970. Receivers refuse what is older than they like, which ends replays.
std::string webhook_signature(const Secret& secret, std::string_view timestamp, std::string_view body);

}  // namespace checkride::runtime::notify
