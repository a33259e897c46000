// AlertmanagerChannel: the `alertmanager` action: the alerts themselves go to an Alertmanager, by its API v2, and it
// tells people. It forgets an alert that nobody speaks of, so alerts that fire are sent again and again.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/config.hpp"
#include "notify/breaker.hpp"
#include "notify/channel.hpp"
#include "notify/trust.hpp"
#include "service/context.hpp"

namespace checkride::runtime::notify {

class AlertmanagerChannel final : public Channel {
 public:
  // How many times the resend interval an alert lives without being sent again, as Prometheus has it.
  static constexpr int kLives = 4;
  // How long an alert that is over is told, for members of the cluster that were away.
  static constexpr world::Duration kTellResolvedFor = std::chrono::minutes(15);

  // Takes up what it sent before a restart. `context` and `trust` outlive the channel.
  AlertmanagerChannel(Context& context, TrustStore& trust, AlertmanagerConfig config, std::string link);

  std::string_view name() const override { return "alertmanager"; }
  world::Duration pace() const override { return config_.http.pace; }
  std::vector<std::string> targets() const override { return {"alertmanager"}; }
  std::vector<Group> parts(const Group& group) const override { return {group}; }
  // Delivered when one member has it: members tell each other, and the next round tells them all.
  world::Task<Outcome> deliver(Parcel& parcel) override;
  // Sends everything again in each resend interval. An alert that the board no longer knows as firing, of whose end
  // nobody told us, ends there and then.
  world::Task<> keep_up() override;

 private:
  struct Member {
    std::string url;
    Breaker breaker{};
  };

  void remember(const Notification& alert);
  void look_at_board();
  void forget_old();
  void load();
  void save();
  Result<> write_known();
  std::vector<Notification> everything() const;
  world::Task<Outcome> tell_all(std::vector<Notification> alerts, std::string trace_id);
  world::Task<Outcome> tell_cluster(std::string body, std::string trace_id);
  world::Task<Outcome> tell(std::size_t member, std::string body, std::string trace_id);

  Context& context_;
  TrustStore& trust_;
  AlertmanagerConfig config_;
  std::string link_;
  Logger log_;
  std::vector<Member> members_;
  std::map<std::string, Notification> known_;  // by fingerprint; resolved ones for kTellResolvedFor
  std::string path_;
};

// The document for POST /api/v2/alerts. An alert that fires ends at `ends`, unless it is sent again before.
std::string alertmanager_body(const std::vector<Notification>& alerts, world::UtcTime ends, std::string_view link);

}  // namespace checkride::runtime::notify
