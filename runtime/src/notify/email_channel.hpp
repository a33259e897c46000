// EmailChannel: the `email` action, over SMTP.
#pragma once

#include "checkride/world/world.hpp"
#include "config/config.hpp"
#include "notify/channel.hpp"

namespace checkride::runtime::notify {

class EmailChannel final : public Channel {
 public:
  // Both outlive the channel.
  EmailChannel(world::World& world, const SmtpConfig& config) : world_(world), config_(config) {}

  std::string_view name() const override { return "email"; }
  std::vector<std::string> targets() const override { return config_.to; }
  world::Task<Outcome> deliver(Parcel& parcel) override;

 private:
  world::World& world_;
  const SmtpConfig& config_;
};

}  // namespace checkride::runtime::notify
