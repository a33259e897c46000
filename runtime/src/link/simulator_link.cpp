#include "link/simulator_link.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/error.hpp>
#include <boost/system/errc.hpp>
#include <limits>
#include <utility>

namespace checkride::runtime::link {

SessionOptions session_options(const Config& config, const SimulatorConfig& simulator) {
  SessionOptions options;
  options.version = static_cast<protocol::Protocol>(simulator.protocol);
  options.client_name = config.flight_monitor.client_name;
  options.variables = config.flight_monitor.variables;
  options.update_interval = config.flight_monitor.update_interval;
  return options;
}

SimulatorLink::SimulatorLink(Context& context, const SimulatorConfig& simulator)
    : context_(context),
      simulator_(simulator),
      clock_(context.world.clock()),
      random_(context.world.random("link." + simulator.name)),
      reporter_(context, simulator) {}

bool SimulatorLink::close() {
  closing_ = true;
  if (!stream_.is_open()) return false;
  stream_.close();
  return true;
}

world::Task<> SimulatorLink::run() {
  while (!closing_) {
    reporter_.connecting();
    auto connected =
        co_await world::within(clock_, kConnectLimit, context_.world.network().connect(simulator_.address));
    failures_ = std::min(failures_ + 1, std::numeric_limits<std::uint32_t>::max() - 1);
    if (connected) {
      stream_ = std::move(*connected);
      reporter_.state(LinkState::opening);
      ClientSession session(session_options(context_.config, simulator_), clock_.now());
      co_await serve(session);
      stream_ = world::Stream();
    } else {
      reporter_.connect_failed(connected.error(), failures_);
    }
    if (!closing_) co_await wait_before_retry();
  }
  reporter_.state(LinkState::stopped);
}

world::Task<> SimulatorLink::wait_before_retry() {
  const world::Duration wait = full_jitter(backoff_, std::max(failures_, 1U), random_);
  reporter_.waiting(wait);
  co_await clock_.sleep_for(wait);
}

world::Task<> SimulatorLink::serve(ClientSession& session) {
  while (!session.ended()) {
    const bool sent = co_await send_output(session);
    if (sent) co_await receive(session);
    tell_events(session);
  }
  stream_.close();
}

world::Task<bool> SimulatorLink::send_output(ClientSession& session) {
  const std::vector<std::byte> output = session.take_output();
  if (output.empty()) co_return true;
  const std::span<const std::byte> bytes(output);
  auto written = co_await world::within(clock_, kWriteLimit, world::write_all(stream_, bytes));
  if (!written) end_session(session, written.error());
  co_return !session.ended();
}

world::Task<> SimulatorLink::receive(ClientSession& session) {
  std::array<std::byte, 4096> buffer;
  const world::Duration limit = std::max(session.deadline() - clock_.now(), world::Duration::zero());
  auto received = co_await world::within(clock_, limit, world::read_some(stream_, std::span<std::byte>(buffer)));
  if (received) {
    session.feed(std::span<const std::byte>(buffer).first(*received));
    handle_frames(session);
  } else if (clock_.now() >= session.deadline()) {
    session.on_time(clock_.now());
  } else {
    end_session(session, received.error());
  }
}

void SimulatorLink::handle_frames(ClientSession& session) {
  while (true) {
    const world::Instant begun = clock_.now();
    if (!session.step(begun)) return;
    tell_events(session);
    reporter_.message_processed(clock_.now() - begun);
  }
}

void SimulatorLink::tell_events(ClientSession& session) {
  for (const SessionEvent& event : session.take_events()) reporter_.event(event);
  if (session.phase() == SessionPhase::streaming) failures_ = 0;
}

void SimulatorLink::end_session(ClientSession& session, const Error& error) {
  if (closing_) {
    session.on_stream_end(EndCause::stopped, "closed by the monitor");
  } else if (error.code() == world::asio::error::eof) {
    session.on_stream_end(EndCause::closed, "the simulator closed the connection without QUIT");
  } else {
    session.on_stream_end(EndCause::reset, error.message());
  }
}

}  // namespace checkride::runtime::link
