// SimulatorLink: keeps a session with one simulator, for ever: connects, serves, waits, connects again.
#pragma once

#include <cstdint>
#include <memory>

#include "link/backoff.hpp"
#include "link/client_session.hpp"
#include "link/link_reporter.hpp"
#include "service/context.hpp"

namespace checkride::runtime::link {

class SimulatorLink {
 public:
  static constexpr world::Duration kConnectLimit = std::chrono::seconds(5);
  static constexpr world::Duration kWriteLimit = std::chrono::seconds(10);

  // Both outlive the link. Waits are drawn from the world's stream "link.<simulator>".
  SimulatorLink(Context& context, const SimulatorConfig& simulator);

  // Runs until close() or cancellation.
  world::Task<> run();
  // Closes the connection in order, if there is one, upon which run() ends by itself; whether there was one.
  bool close();
  const std::string& name() const { return simulator_.name; }

 private:
  world::Task<> serve(ClientSession& session);
  world::Task<bool> send_output(ClientSession& session);
  world::Task<> receive(ClientSession& session);
  void handle_frames(ClientSession& session);
  void tell_events(ClientSession& session);
  void end_session(ClientSession& session, const Error& error);
  world::Task<> wait_before_retry();

  Context& context_;
  const SimulatorConfig& simulator_;
  world::Clock& clock_;
  world::Random& random_;
  LinkReporter reporter_;
  BackoffPolicy backoff_;
  world::Stream stream_;        // open while a session is served
  std::uint32_t failures_ = 0;  // in a row, since data last came
  bool closing_ = false;
};

// What the session asks for, by the configuration.
SessionOptions session_options(const Config& config, const SimulatorConfig& simulator);

}  // namespace checkride::runtime::link
