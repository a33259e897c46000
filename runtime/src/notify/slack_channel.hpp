// SlackChannel: the `slack` action, an incoming webhook. The path of its URL is a secret.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "checkride/world/world.hpp"
#include "config/config.hpp"
#include "notify/channel.hpp"

namespace checkride::runtime::notify {

class SlackChannel final : public Channel {
 public:
  // Both outlive the channel.
  SlackChannel(world::World& world, const SlackConfig& config) : world_(world), config_(config) {}

  std::string_view name() const override { return "slack"; }
  std::vector<std::string> targets() const override { return {config_.channel}; }
  world::Task<Outcome> deliver(Parcel& parcel) override;

 private:
  world::World& world_;
  const SlackConfig& config_;
};

// The JSON document of a post: channel, username, text, and one attachment whose colour follows the severity ("good"
// once resolved). Titles are cut at Slack's limit; &, < and > are escaped as Slack asks.
std::string slack_body(const Notification& notification, std::string_view channel, std::string_view username);

// What an answer means: 2xx delivered; 408, 425, 429 and 5xx temporary, with the seconds of Retry-After; else
// permanent. `word` is the answer's body, told on if it is one of Slack's own error words ("no_service"): anything
// longer could repeat the path.
Outcome judge_answer(int status, std::optional<std::string_view> retry_after, std::string_view word);

}  // namespace checkride::runtime::notify
