#include "traffic/simconnect_traffic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "checkride/harness/steps.hpp"
#include "checkride/protocol/codec.hpp"
#include "checkride/protocol/frame_reader.hpp"

namespace checkride::harness {

namespace {

using protocol::Protocol;

constexpr world::Duration kConnectLimit = std::chrono::seconds(10);
// For what was due at the very end, and for ends that clocks of two programs see differently.
constexpr world::Duration kGrace = std::chrono::milliseconds(500);
constexpr std::size_t kReadBytes = 16 * 1024;
constexpr std::uint32_t kDefinition = 1;

// Open, one definition, the request.
std::vector<std::byte> opening(const SimConnectTraffic& spec, const std::string& name) {
  const auto version = static_cast<Protocol>(spec.protocol);
  std::vector<std::byte> bytes;
  std::uint32_t send_id = 0;
  const auto say = [&](const auto& message) { protocol::encode(message, version, protocol::SendId{++send_id}, bytes); };
  const protocol::ClientIdentity identity = protocol::client_identity(version);
  protocol::Open open;
  open.application_name = name;
  open.client_tag = identity.client_tag;
  open.version_major = identity.version_major;
  open.version_minor = identity.version_minor;
  open.build_major = identity.build_major;
  open.build_minor = identity.build_minor;
  say(open);
  for (const auto& [variable, unit] : spec.variables) {
    protocol::AddToDataDefinition datum;
    datum.define_id.value = kDefinition;
    datum.datum_name = variable;
    datum.units_name = unit;
    say(datum);
  }
  protocol::RequestDataOnSimObject request;
  request.request_id.value = 1;
  request.define_id.value = kDefinition;
  const bool each_second = spec.period == SimConnectTraffic::Period::second;
  request.period = each_second ? protocol::Period::second : protocol::Period::visual_frame;
  say(request);
  return bytes;
}

world::Duration period_of(const SimConnectTraffic& spec) {
  return spec.period == SimConnectTraffic::Period::second ? world::Duration(std::chrono::seconds(1)) : spec.frame;
}

}  // namespace

SampleSums judge_samples(const std::vector<world::Instant>& arrivals, world::Instant opened, world::Instant end,
                         world::Duration period) {
  SampleSums sums;
  world::Instant first = arrivals.empty() ? opened + period : arrivals.front();
  for (std::size_t k = 0; k < arrivals.size(); ++k) {
    first = std::min(first, arrivals[k] - static_cast<std::int64_t>(k) * period);
  }
  if (first > end) return sums;
  sums.due = static_cast<std::uint64_t>((end - first) / period) + 1;
  sums.received = std::min<std::uint64_t>(sums.due, arrivals.size());
  for (std::size_t k = 0; k < sums.received; ++k) {
    sums.lateness.add(arrivals[k] - first - static_cast<std::int64_t>(k) * period);
  }
  return sums;
}

SimConnectTrafficRun::SimConnectTrafficRun(TrafficPlace place, Traffic traffic)
    : TrafficRun(std::move(place), std::move(traffic)),
      spec_(std::get<SimConnectTraffic>(traffic_.what)),
      clients_(spec_.clients) {
  figures_.has_samples = true;
}

world::Task<> SimConnectTrafficRun::generate() {
  for (std::size_t i = 0; i < clients_.size(); ++i) {
    const double seconds = spec_.connect_per_s > 0 ? static_cast<double>(i) / spec_.connect_per_s : 0;
    clients_[i].due = begun() + world::Duration(std::llround(seconds * 1e9));
    co_await clock().sleep_until(clients_[i].due);
    begin_one(clients_[i].due);
    spawn(talk(i));
  }
  co_await clock().sleep_until(begun() + spec_.duration + kGrace);
  ended_ = true;
  for (Client& client : clients_) {
    if (client.stream.is_open()) client.stream.close();
  }
}

// The client's turn, from connecting to the end of its session.
world::Task<> SimConnectTrafficRun::talk(std::size_t number) {
  Client& client = clients_[number];
  auto talked = co_await connect(client, number);
  if (talked) talked = co_await listen(client);
  if (!ended_ && client.opened) {
    client.lost = true;
    count(outcome::kLost);
  }
  if (!client.opened) tell_outcome(outcome::kFailed, false, std::nullopt);
  end_one();
}

world::Task<Result<>> SimConnectTrafficRun::connect(Client& client, std::size_t number) {
  CO_TRY(world::Endpoint endpoint, place_.find(spec_.of, Port::simconnect));
  world::Task<Result<world::Stream>> connecting = place_.client(number).network().connect(std::move(endpoint));
  CO_TRY(client.stream, co_await world::within(clock(), kConnectLimit, std::move(connecting)));
  const std::string name = fmt::format("{}-{}", traffic_.id, number + 1);
  const std::vector<std::byte> bytes = opening(spec_, name);
  auto written = co_await world::write_all(client.stream, std::span<const std::byte>(bytes));
  co_return written;
}

world::Task<Result<>> SimConnectTrafficRun::listen(Client& client) {
  protocol::FrameReader reader(protocol::Direction::server_to_client);
  while (!ended_) {
    const std::span<std::byte> room = reader.prepare(kReadBytes);
    CO_TRY(const std::size_t bytes, co_await world::read_some(client.stream, room));
    reader.commit(bytes);
    for (protocol::FrameStep step = reader.next();; step = reader.next()) {
      if (std::holds_alternative<protocol::NeedMore>(step)) break;
      const auto* frame = std::get_if<protocol::Frame>(&step);
      if (frame == nullptr) co_return Error::invalid(std::get<protocol::FramingError>(step).text());
      CO_TRY_VOID(hear(client, frame->bytes));
    }
  }
  co_return Result<>();
}

Result<> SimConnectTrafficRun::hear(Client& client, std::span<const std::byte> frame) {
  const auto header = protocol::read_server_header(frame);
  if (!header) return Error::invalid(header.error().text());
  if (header->id == protocol::RecvOpen::kInfo.id && !client.opened) {
    client.opened = clock().now();
    tell_outcome(outcome::kOpen, true, *client.opened - client.due);
  } else if (header->id == protocol::RecvSimObjectData::kInfo.id) {
    client.arrivals.push_back(clock().now());
    ++second_.received;
  } else if (header->id == protocol::RecvException::kInfo.id) {
    count(outcome::kException);
  }
  return {};
}

void SimConnectTrafficRun::conclude() {
  const world::Instant end = begun() + spec_.duration;
  for (const Client& client : clients_) {
    if (!client.opened) continue;
    const SampleSums sums = judge_samples(client.arrivals, *client.opened, end, period_of(spec_));
    figures_.due += sums.due;
    figures_.received += sums.received;
    if (client.lost) figures_.lost += sums.due - sums.received;
    figures_.lateness.merge(sums.lateness);
  }
}

}  // namespace checkride::harness
