// SimulatorLink: keeps a session with one simulator, for ever: connects, serves, waits, connects again. With standbys
// it can be moved from one simulator to another.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "checkride/world/task_group.hpp"
#include "link/backoff.hpp"
#include "link/client_session.hpp"
#include "link/link_capture.hpp"
#include "link/link_reporter.hpp"
#include "service/context.hpp"

namespace checkride::runtime::link {

class SimulatorLink {
 public:
  static constexpr world::Duration kConnectLimit = std::chrono::seconds(5);
  static constexpr world::Duration kWriteLimit = std::chrono::seconds(10);

  // Its samples come under `name`. The first of `simulators` is the primary. `context` outlives the link. Waits are
  // drawn from the world's stream "link.<name>".
  SimulatorLink(Context& context, std::string name, std::vector<SimulatorConfig> simulators);

  // Runs until close() or cancellation.
  world::Task<> run();
  // Closes the connection in order, if there is one, upon which run() ends by itself; whether there was one.
  bool close();
  enum class Switch : std::uint8_t {
    wanted,   // nothing is wrong with the present simulator
    failure,  // its session is lost
  };
  // Ends the session with the present simulator at once, and goes on with that one. Requires index < simulators().
  void switch_to(std::size_t index, Switch why);
  // Is called after every sample. At most one.
  void on_sample(std::function<void()> told) { on_sample_ = std::move(told); }

  const std::string& name() const { return name_; }
  const std::vector<SimulatorConfig>& simulators() const { return simulators_; }
  // It did not appear after the start, and the configuration says that nothing works without it.
  bool failed_at_start() const { return failed_at_start_; }

 private:
  world::Task<> serve(ClientSession& session);
  world::Task<bool> send_output(ClientSession& session);
  world::Task<> receive(ClientSession& session);
  void handle_frames(ClientSession& session);
  void tell_events(ClientSession& session);
  void end_session(ClientSession& session, const Error& error);
  world::Task<> wait_before_retry();
  world::Task<Result<world::Stream>> connect();
  bool gives_up_at_start();
  void end_if_stuck(ClientSession& session);
  void end_if_without_data(ClientSession& session);
  void end_if_never_with_data(ClientSession& session, world::Duration limit);
  EndCause cause_of_failure(const ClientSession& session) const;
  void save_capture(const ClientSession& session, const Ended& ended);

  Context& context_;
  std::string name_;
  std::vector<SimulatorConfig> simulators_;
  std::size_t active_ = 0;
  world::Clock& clock_;
  world::Random& random_;
  LinkReporter reporter_;
  BackoffPolicy backoff_;
  LinkCapture capture_;
  std::function<void()> on_sample_;
  world::Notifier switched_;
  world::Stream stream_;        // open while a session is served
  std::uint32_t failures_ = 0;  // in a row, since data last came
  bool closing_ = false;
  world::Instant at_rest_at_{};  // when the simulator last was, for which it needs give no data
  Switch why_ = Switch::wanted;  // of the last switch
  bool switching_ = false;       // the session, the attempt or the wait that runs is of another simulator
  bool failed_at_start_ = false;
};

// What the session asks for, by the configuration.
SessionOptions session_options(const Config& config, const SimulatorConfig& simulator);

}  // namespace checkride::runtime::link
