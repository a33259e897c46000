#include "link/simulator_link.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/error.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/system/errc.hpp>
#include <limits>
#include <utility>

#include "checkride/result/assert.hpp"
#include "checkride/values/duration.hpp"
#include "checkride/world/timed_stream.hpp"
#include "link/probes.hpp"
#include "mutants.hpp"

namespace checkride::runtime::link {

namespace {

// Failures in a row that a simulator with a clock that stands still counts as: it is not to be hammered.
constexpr std::uint32_t kStuckFailures = 10;
// So many intervals without data are no chance, however long they are.
constexpr int kIntervalsMissed = 3;
// 1sec comes every second: one that is this late has stopped.
constexpr world::Duration kHeartbeatLate = std::chrono::seconds(3);

CaptureOptions capture_options(const Config& config, const std::string& name) {
  CaptureOptions options;
  options.folder = config.app.state_dir + "/link/" + name;
  options.kept = static_cast<std::size_t>(config.flight_monitor.captures_kept);
  return options;
}

BackoffPolicy backoff_policy(const FlightMonitorConfig& monitor) {
  BackoffPolicy policy;
  policy.base = monitor.reconnect_base;
  policy.ceiling = monitor.reconnect_ceiling;
  return policy;
}

}  // namespace

SessionOptions session_options(const Config& config, const SimulatorConfig& simulator) {
  const FlightMonitorConfig& monitor = config.flight_monitor;
  SessionOptions options;
  options.version = static_cast<protocol::Protocol>(simulator.protocol);
  options.client_name = monitor.client_name;
  options.variables = WireVariables(monitor).variables;
  options.facts = monitor.facts;
  options.update_interval = monitor.update_interval;
  options.silence_limit = monitor.silence_timeout;
  if (is_mutant(Mutant::silence_unnoticed)) options.silence_limit = std::chrono::hours(24);
  options.requests_per_second = monitor.requests_per_second;
  options.frames_kept = static_cast<std::size_t>(monitor.capture_frames);
  return options;
}

SimulatorLink::SimulatorLink(Context& context, std::string name, std::vector<SimulatorConfig> simulators)
    : context_(context),
      name_(std::move(name)),
      simulators_(std::move(simulators)),
      clock_(context.world.clock()),
      random_(context.world.random("link." + name_)),
      reporter_(context, name_),
      backoff_(backoff_policy(context.config.flight_monitor)),
      capture_(context.world, capture_options(context.config, name_)),
      switched_(context.world.executor()) {
  CHECKRIDE_ASSERT(!simulators_.empty());
  reporter_.source(simulators_.front());
}

bool SimulatorLink::close() {
  closing_ = true;
  if (!stream_.is_open()) return false;
  stream_.close();
  return true;
}

void SimulatorLink::switch_to(std::size_t index, Switch why) {
  CHECKRIDE_ASSERT(index < simulators_.size());
  why_ = why;
  active_ = index;
  switching_ = true;
  if (stream_.is_open()) stream_.close();
  switched_.notify_all();
}

world::Task<> SimulatorLink::run() {
  while (!closing_) {
    switching_ = false;
    reporter_.source(simulators_[active_]);
    reporter_.connecting();
    auto connected = co_await connect();
    failures_ = std::min(failures_ + 1, std::numeric_limits<std::uint32_t>::max() - 1);
    if (connected && !switching_) {
      stream_ = std::move(*connected);
      reporter_.state(LinkState::opening);
      ClientSession session(session_options(context_.config, simulators_[active_]), clock_.now());
      co_await serve(session);
      stream_ = world::Stream();
    } else if (!connected && !switching_) {
      reporter_.connect_failed(connected.error(), failures_);
      if (gives_up_at_start()) break;
    }
    if (switching_) failures_ = 0;
    if (!closing_ && !switching_) co_await wait_before_retry();
  }
  reporter_.state(LinkState::stopped);
}

// Ends early when the link is moved to another simulator.
world::Task<Result<world::Stream>> SimulatorLink::connect() {
  using namespace boost::asio::experimental::awaitable_operators;
  const world::Endpoint address = simulators_[active_].address;
  auto first =
      co_await (world::within(clock_, kConnectLimit, context_.world.network().connect(address)) || switched_.wait());
  if (first.index() == 0) co_return std::move(std::get<0>(first));
  co_return Error(make_error_code(boost::system::errc::operation_canceled), address.text());
}

// The policy for a simulator that was never there; one that was is waited for without end.
bool SimulatorLink::gives_up_at_start() {
  const FlightMonitorConfig& monitor = context_.config.flight_monitor;
  const LinkStatus& link = reporter_.shown();
  const auto patience = static_cast<std::uint64_t>(monitor.retry_attempts);
  // With standbys it is their turn.
  if (link.session != 0 || simulators_.size() > 1 || link.connect_attempts < std::max<std::uint64_t>(patience, 1)) {
    return false;
  }
  if (monitor.on_startup_failure == StartupPolicy::ignore) {
    reporter_.ignored();
    return true;
  }
  if (monitor.on_startup_failure != StartupPolicy::error) return false;
  failed_at_start_ = true;
  context_.request_stop("simulator " + name_ + " did not appear, and flight_monitor.on_startup_failure is error");
  return true;
}

world::Task<> SimulatorLink::wait_before_retry() {
  const world::Duration wait = full_jitter(backoff_, std::max(failures_, 1U), random_);
  reporter_.waiting(wait);
  (void)co_await switched_.wait_until(clock_, clock_.now() + wait);
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
  auto written = co_await world::write_all(stream_, bytes, clock_, clock_.now() + kWriteLimit);
  if (!written) end_session(session, written.error());
  co_return !session.ended();
}

world::Task<> SimulatorLink::receive(ClientSession& session) {
  std::array<std::byte, 4096> buffer;
  auto received = co_await world::read_some(stream_, std::span<std::byte>(buffer), clock_, session.deadline());
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
    end_if_without_data(session);
  }
}

void SimulatorLink::tell_events(ClientSession& session) {
  for (const SessionEvent& event : session.take_events()) {
    if (const auto* ended = std::get_if<Ended>(&event)) save_capture(session, *ended);
    reporter_.event(event);
    if (!std::holds_alternative<DataArrived>(event)) continue;
    failures_ = 0;
    if (reporter_.flight_is_back()) session.renew_changes(clock_.now());
    if (on_sample_) on_sample_();
    end_if_stuck(session);
  }
}

// Told long before: now another session is tried, rarely.
void SimulatorLink::end_if_stuck(ClientSession& session) {
  const world::Duration limit = context_.config.flight_monitor.stuck_timeout;
  if (session.ended() || reporter_.stands_still() < limit) return;
  failures_ = kStuckFailures;
  session.on_stream_end(EndCause::stuck, "data came, but the simulator's clock stood still for " +
                                             values::format_duration(limit) + " without a pause");
}

// Heartbeats alone are no life: a simulator that flies gives data, unless it is paused or in a menu.
void SimulatorLink::end_if_without_data(ClientSession& session) {
  const FlightMonitorConfig& monitor = context_.config.flight_monitor;
  const world::Instant now = clock_.now();
  if (reporter_.at_rest()) at_rest_at_ = now;
  const world::Duration limit = std::max(monitor.silence_timeout, kIntervalsMissed * monitor.update_interval);
  if (session.phase() == SessionPhase::registering) end_if_never_with_data(session, limit);
  if (session.phase() != SessionPhase::streaming) return;
  if (now - std::max(*session.data_at(), at_rest_at_) < limit) return;
  session.on_stream_end(EndCause::no_data, "frames came, but no data for " + values::format_duration(limit) +
                                               " without a pause or a menu");
}

// It may be loading a flight, which takes minutes: told after `limit`, left only as late as one whose clock stands
// still.
void SimulatorLink::end_if_never_with_data(ClientSession& session, world::Duration limit) {
  const world::Duration waited = clock_.now() - std::max(reporter_.shown().state_since, at_rest_at_);
  const world::Duration patience = std::max(limit, context_.config.flight_monitor.stuck_timeout);
  if (waited >= limit) reporter_.without_data(limit);
  if (waited < patience) return;
  session.on_stream_end(EndCause::no_data, "the session brought no data for " + values::format_duration(patience) +
                                               " without a pause or a menu");
}

// What a session fails by that is given up for another simulator.
EndCause SimulatorLink::cause_of_failure(const ClientSession& session) const {
  if (reporter_.shown().state == LinkState::stuck) return EndCause::stuck;
  const bool frames_came = session.messages() != 0 && clock_.now() - session.heard_at() <= kHeartbeatLate;
  return frames_came ? EndCause::no_data : EndCause::silent;
}

void SimulatorLink::save_capture(const ClientSession& session, const Ended& ended) {
  // What never said a word is told well enough by the log.
  const bool lost = ended.cause != EndCause::stopped && ended.cause != EndCause::switched;
  if (!lost || session.messages() == 0 || session.frames().frames().empty()) return;
  CapturedLoss loss;
  loss.cause = to_string(ended.cause);
  loss.text = ended.text;
  loss.local = stream_.local();
  loss.remote = stream_.remote();
  reporter_.captured(capture_.save(session.frames(), loss));
}

void SimulatorLink::end_session(ClientSession& session, const Error& error) {
  if (closing_) {
    session.on_stream_end(EndCause::stopped, "closed by the monitor");
  } else if (switching_ && why_ == Switch::failure) {
    session.on_stream_end(cause_of_failure(session), "given up by the monitor: another simulator takes over");
  } else if (switching_) {
    session.on_stream_end(EndCause::switched, "closed by the monitor: another simulator takes over");
  } else if (error.code() == world::asio::error::eof) {
    session.on_stream_end(EndCause::closed, "the simulator closed the connection without QUIT");
  } else {
    session.on_stream_end(EndCause::reset, error.message());
  }
}

}  // namespace checkride::runtime::link
