// SlackChannel: the `slack` action, an incoming webhook. The path of its URL is a secret.
#pragma once

#include <string>
#include <string_view>

#include "checkride/world/world.hpp"
#include "config/config.hpp"
#include "notify/channel.hpp"
#include "notify/trust.hpp"

namespace checkride::runtime::notify {

class SlackChannel final : public Channel {
 public:
  // `world` and `trust` outlive the channel. `link` is where people find this monitor, or empty.
  SlackChannel(world::World& world, TrustStore& trust, SlackConfig config, std::string link = {})
      : world_(world), trust_(trust), config_(std::move(config)), link_(std::move(link)) {}

  std::string_view name() const override { return "slack"; }
  world::Duration pace() const override { return config_.http.pace; }
  std::vector<std::string> targets() const override { return {config_.channel}; }
  // Posts of 20 alerts, which is what Slack recommends; five of them, for nobody reads a hundred.
  std::vector<Group> parts(const Group& group) const override { return split_group(group, 20, 5); }
  world::Task<Outcome> deliver(Parcel& parcel) override;

 private:
  world::World& world_;
  TrustStore& trust_;
  SlackConfig config_;
  std::string link_;
};

// The JSON document of a post: channel, username, text, and an attachment for each alert, whose colour follows the
// severity ("good" once resolved). Texts are cut at Slack's limits; &, < and > are escaped as Slack asks.
std::string slack_body(const Group& group, std::string_view channel, std::string_view username, std::string_view link);

// What stands for a character in Slack's texts; empty where it stands for itself.
std::string_view slack_escape(char c);

}  // namespace checkride::runtime::notify
