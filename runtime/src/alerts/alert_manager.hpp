// AlertManager: the service that evaluates the rules, decides who is told what when, and remembers it over restarts.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alerts/engine.hpp"
#include "alerts/notifier.hpp"
#include "alerts/silences.hpp"
#include "alerts/state_file.hpp"
#include "checkride/world/task_group.hpp"
#include "notify/dispatcher.hpp"
#include "service/context.hpp"
#include "service/service.hpp"

namespace checkride::runtime::alerts {

class AlertManager final : public Service {
 public:
  // Samples that may wait for evaluation; beyond it the oldest is dropped and counted.
  static constexpr std::size_t kSamplesMax = 1000;
  // How often is looked at what changes by itself: error rates, our own metrics, silences and calendars.
  static constexpr world::Duration kLookPeriod = std::chrono::seconds(1);
  // How often the state is saved while an alert counts time: what a kill makes an absence seem longer than it was.
  static constexpr world::Duration kSavePeriod = std::chrono::seconds(2);
  // How long a stop waits for notifications that are still on their way.
  static constexpr world::Duration kDrainLimit = std::chrono::seconds(10);

  // `context` outlives the service.
  explicit AlertManager(Context& context);

  std::string_view name() const override { return "alert-manager"; }
  world::Task<Result<>> start() override;
  world::Task<Result<>> stop(world::Instant deadline) override;
  // Takes over rules, grouping, maintenance, inhibition, escalation and channels. What is pending or fires under a rule
  // that stays the same goes on.
  void apply(const Config& next) override;
  ServiceHealth health() const override;

  // ---- for the API; all but the first need running()
  bool running() const { return evaluation_ != nullptr; }
  const SilenceBook& silences() const { return silences_; }
  world::UtcTime utc_now() const { return now().utc; }
  // Gives it an id if it has none; returns the id. Errors (invalid): too many silences, or no silence of its id.
  Result<std::string> set_silence(Silence silence);
  bool expire_silence(const std::string& id);
  enum class Answer { done, unknown, not_firing };
  Answer acknowledge(std::string_view id, Acknowledgement by);
  Answer withdraw_acknowledgement(std::string_view id);

 private:
  // Where an alert is published.
  struct Place {
    AlertStatus* status = nullptr;
    Gauge* firing = nullptr;
  };

  std::unique_ptr<world::TaskGroup> make_group();
  world::Task<> evaluate();
  world::Instant next_wake() const;
  void step();
  void look_around(Now present);
  std::optional<double> read_series(const MetricSelector& selector, std::string_view simulator) const;
  void act_on(const AlertEngine::Changes& changes, Now present);
  void send(const std::vector<Post>& posts);
  void log_change(const StateChange& change);
  std::unique_ptr<AlertEngine> make_engine(const Config& config) const;
  // The notifier and the places, for the engine that there is.
  void set_up(const Config& config, const SavedState& saved, world::Duration away);
  // Of the engine: whoever looks at its alerts.
  void let_go();
  SavedState remember() const;
  SavedState load();
  void save();
  bool is_saved_state_old(Now present) const;
  void take_places();
  void publish_values();
  void publish_policy();
  const Alert* find_alert(std::string_view id) const;
  std::string state_path() const;
  Now now() const;

  Context& context_;
  Logger log_;
  // Both set while running. Evaluation ends first: what it decided is still sent.
  std::unique_ptr<world::TaskGroup> evaluation_;
  std::unique_ptr<world::TaskGroup> sending_;
  std::shared_ptr<SampleSubscription> samples_;
  SilenceBook silences_;
  std::unique_ptr<AlertEngine> engine_;
  std::unique_ptr<Notifier> notifier_;
  std::unique_ptr<notify::Dispatcher> dispatcher_;
  std::vector<Place> places_;  // one per alert
  world::Instant next_look_{};
  world::Instant last_save_{};
  bool news_ = false;         // an alert began or ceased to fire
  bool changed_ = false;      // since the state was last saved
  std::string save_failure_;  // why the state could not be saved; empty while it can
};

}  // namespace checkride::runtime::alerts
