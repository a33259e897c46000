#include "rigs/live_simulator.hpp"

#include <fmt/format.h>

#include <array>

#include "checkride/values/ascii.hpp"
#include "reading/variables.hpp"

namespace checkride::harness {

namespace {

constexpr Duration kOpenLimit = std::chrono::seconds(10);
constexpr Duration kAnswerLimit = std::chrono::seconds(5);
constexpr Duration kStopLimit = std::chrono::seconds(2);
// What was let go of is on its way before the connection ends.
constexpr Duration kLastWords = std::chrono::seconds(1);
constexpr std::size_t kReadBytes = 16 * 1024;
constexpr std::string_view kName = "checkride";

std::string unit_of(const std::string& variable, const std::string& unit) {
  return unit.empty() ? default_unit(variable) : unit;
}

}  // namespace

LiveSimulator::LiveSimulator(world::World& world, std::string member, world::Endpoint address,
                             protocol::Protocol version, Links links)
    : world_(world),
      member_(std::move(member)),
      address_(std::move(address)),
      version_(version),
      links_(std::move(links)),
      log_(world.clock()),
      changed_(world.executor()) {}

world::Task<Result<>> LiveSimulator::open() {
  co_await close();
  const std::string where = "the simulator at " + address_.text();
  auto stream = co_await world::within(world_.clock(), kOpenLimit, world_.network().connect(address_));
  if (!stream) {
    co_return stream.error().with(where + " (is it running, and does its SimConnect.xml open that port?)");
  }
  stream_ = std::move(*stream);
  client_.emplace(std::string(kName), version_);
  ++opened_;
  tasks_ = std::make_unique<world::TaskGroup>(world_.executor());
  tasks_->spawn(member_ + " listens", listen());
  tasks_->spawn(member_ + " says", say());
  const world::Instant deadline = world_.clock().now() + kOpenLimit;
  while (!client_->opened() && !client_->lost() && world_.clock().now() < deadline) {
    (void)co_await changed_.wait_until(world_.clock(), deadline);
  }
  if (client_->opened()) {
    log_.begin();
    co_return Result<>();
  }
  const Error why = client_->lost().value_or(Error::invalid("it does not answer Open within 10 s"));
  co_await close();
  co_return why.with(
      fmt::format("{} (spoken with as {}: \"profile\" of {} says so)", where, to_string(version_), member_));
}

world::Task<> LiveSimulator::close() {
  if (!tasks_) co_return;
  while (!faults_.empty()) (void)end_fault(std::string(faults_.begin()->first));  // its listener is on its way out too
  if (client_->opened() && !client_->lost()) co_await let_go();
  (void)co_await tasks_->stop(world_.clock(), kStopLimit);  // they only wait
  tasks_.reset();
  stream_.close();
  client_.reset();
  changed_.notify_all();  // who still waits for an answer gets none
}

// What was written and not read by the simulator is lost with the connection.
world::Task<> LiveSimulator::let_go() {
  const WireClient::Ticket ticket = client_->release_all();
  const world::Instant deadline = world_.clock().now() + kLastWords;
  changed_.notify_all();
  while (!client_->take(ticket) && !client_->lost() && world_.clock().now() < deadline) {
    (void)co_await changed_.wait_until(world_.clock(), deadline);
  }
}

void LiveSimulator::lose(const Error& why) {
  client_->lose(why.with("the harness's connection to " + member_));
  changed_.notify_all();
}

world::Task<> LiveSimulator::listen() {
  std::array<std::byte, kReadBytes> buffer;
  while (true) {
    const auto count = co_await world::read_some(stream_, std::span<std::byte>(buffer));
    if (!count) {
      lose(count.error());
      co_return;
    }
    client_->feed(std::span<const std::byte>(buffer).first(*count));
    changed_.notify_all();
  }
}

world::Task<> LiveSimulator::say() {
  while (true) {
    while (!client_->has_output()) co_await changed_.wait();
    const std::vector<std::byte> bytes = client_->take_output();
    const auto written = co_await world::write_all(stream_, std::span<const std::byte>(bytes));
    if (!written) {
      lose(written.error());
      co_return;
    }
    changed_.notify_all();
  }
}

world::Task<Result<double>> LiveSimulator::answer_to(WireClient::Ticket ticket, std::string what) {
  changed_.notify_all();  // there is something to say
  const world::Instant deadline = world_.clock().now() + kAnswerLimit;
  const std::uint64_t opened = opened_;
  while (client_ && opened == opened_) {
    if (auto with = client_->take(ticket)) {
      if (!*with) co_return with->error().with(what);
      co_return **with;
    }
    if (world_.clock().now() >= deadline) {
      client_->forget(ticket);
      co_return Error::invalid(fmt::format("{}: {} did not answer within 5 s", what, member_));
    }
    (void)co_await changed_.wait_until(world_.clock(), deadline);
  }
  co_return Error::invalid(what + ": it was stopped meanwhile");
}

world::Task<Result<>> LiveSimulator::set(VariableValue variable) {
  if (!client_) co_return Error::invalid(member_ + " is not started");
  variable.unit = unit_of(variable.name, variable.unit);
  const auto ticket = client_->hold(variable);
  CO_TRY_VOID(co_await answer_to(ticket, "set " + variable.name));
  co_return Result<>();
}

world::Task<Result<>> LiveSimulator::release(std::string variable) {
  if (!client_) co_return Error::invalid(member_ + " is not started");
  const auto ticket = client_->release(variable);
  CO_TRY_VOID(co_await answer_to(ticket, "release " + variable));
  co_return Result<>();
}

world::Task<Result<double>> LiveSimulator::read(std::string variable, std::string unit) {
  if (!client_) co_return Error::invalid(member_ + " is not started");
  const auto ticket = client_->read(variable, unit_of(variable, unit));
  auto value = co_await answer_to(ticket, "read " + variable);
  co_return value;
}

world::Task<Result<>> LiveSimulator::transmit(TransmitEvent event) {
  if (!client_) co_return Error::invalid(member_ + " is not started");
  const auto ticket = client_->transmit(event.name, event.data);
  CO_TRY_VOID(co_await answer_to(ticket, "event " + event.name));
  co_return Result<>();
}

world::Task<Result<>> LiveSimulator::load(LoadFlight) {
  co_return Error::invalid(member_ + " is a real simulator, which cannot be given a flight from here");
}

Result<> LiveSimulator::begin_fault(const std::string& id, const OnTheLine& on) {
  for (const auto& [monitor, link] : links_()) {
    if (!on.client.empty() && !values::same_text(on.client, monitor)) continue;
    if (on.at_once) {
      link->reset_connections();
      continue;
    }
    TRY(const std::uint64_t number, link->begin(on.fault));
    faults_[id].emplace_back(link, number);
  }
  return {};
}

Result<> LiveSimulator::end_fault(const std::string& id) {
  const auto found = faults_.find(id);
  if (found == faults_.end()) return {};
  const OnLinks links = std::move(found->second);
  faults_.erase(found);
  Result<> first;
  for (const auto& [link, number] : links) {
    const auto ended = link->end(number);
    if (!ended && first) first = ended.error();
  }
  return first;
}

world::Task<> LiveSimulator::play_fault(std::string id, OnTheLine on) {
  if (on.after.count() > 0) {
    co_await world_.clock().sleep_for(on.after);
    if (!faults_.contains(id)) co_return;  // removed before it began
    // One that cannot begin is a proxy that cannot listen any more: the members see that.
    (void)begin_fault(id, on);
  }
  if (!on.duration) co_return;
  co_await world_.clock().sleep_for(*on.duration);
  (void)end_fault(id);
}

world::Task<Result<std::string>> LiveSimulator::inject(EmulatorFault fault) {
  CO_TRY(OnTheLine on, as_line_fault(fault));
  if (!tasks_) co_return Error::invalid(member_ + " is not started");
  if (on.seed) on.fault.draws = &world_.random(fmt::format("line of {}/{}", member_, *on.seed));
  const std::string id = fmt::to_string(++last_fault_);
  faults_[id];
  if (on.after.count() == 0) CO_TRY_VOID(begin_fault(id, on));
  if (on.after.count() > 0 || on.duration) tasks_->spawn("fault " + id, play_fault(id, std::move(on)));
  co_return id;
}

world::Task<Result<>> LiveSimulator::remove(std::string fault_id) {
  co_return end_fault(fault_id);
}

world::Task<Result<std::vector<WireCall>>> LiveSimulator::calls_since(std::uint64_t sequence) {
  co_return log_.calls_since(sequence);
}

}  // namespace checkride::harness
