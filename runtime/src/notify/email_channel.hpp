// EmailChannel: the `email` action, over SMTP.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "checkride/world/world.hpp"
#include "config/config.hpp"
#include "notify/channel.hpp"
#include "notify/smtp_dialogue.hpp"
#include "notify/trust.hpp"

namespace checkride::runtime::notify {

class EmailChannel final : public Channel {
 public:
  // `world` and `trust` outlive the channel. `link` is where people find this monitor, or empty.
  EmailChannel(world::World& world, TrustStore& trust, SmtpConfig config, std::string link = {})
      : world_(world), trust_(trust), config_(std::move(config)), link_(std::move(link)) {}

  std::string_view name() const override { return "email"; }
  world::Duration pace() const override { return config_.pace; }
  std::vector<std::string> targets() const override { return config_.to; }
  // One mail, of what a person may still read.
  std::vector<Group> parts(const Group& group) const override { return split_group(group, 100, 1); }
  world::Task<Outcome> deliver(Parcel& parcel) override;
  world::Task<> take_leave() override;

 private:
  world::World& world_;
  TrustStore& trust_;
  SmtpConfig config_;
  std::string link_;
  std::unique_ptr<SmtpDialogue> connection_;  // from a delivery to its take_leave()
};

}  // namespace checkride::runtime::notify
