#include "desks/client_data_requests.hpp"

#include <algorithm>
#include <iterator>

#include "checkride/protocol/datum.hpp"
#include "checkride/result/assert.hpp"
#include "data/periods.hpp"

namespace checkride::emulator {
namespace {

using protocol::ClientDataPeriod;
using protocol::RequestFlags;

Pulse pulse_of(ClientDataPeriod period) {
  return period == ClientDataPeriod::second ? Pulse::second : Pulse::visual_frame;
}

}  // namespace

std::optional<protocol::RecvException> ClientDataRequests::spoiled(Request& request) const {
  auto exception = spoil_ ? spoil_(request.asked.request_id, request.send_id) : std::nullopt;
  if (exception)
    request.sent_datums = 0;  // the client has not got these values: with CHANGED they are still to be sent
  return exception;
}

void ClientDataRequests::answer(const protocol::RequestClientData& message, std::string_view area, Outbox& outbox,
                                protocol::SendId send_id) {
  Request single;
  single.asked = message;
  single.send_id = send_id;
  single.area = area;
  if (const auto exception = spoiled(single)) return outbox.answer(*exception);
  if (const auto answer = message_of(single)) outbox.answer(*answer);
}

void ClientDataRequests::start(const protocol::RequestClientData& message, std::string_view area,
                               const FrameMoment& moment, protocol::SendId send_id) {
  CHECKRIDE_ASSERT(definitions_.contains(message.define_id));
  const auto [order, added] = orders_.try_emplace(message.request_id, last_order_ + 1);
  if (added) ++last_order_;
  Request request;
  request.asked = message;
  request.send_id = send_id;
  request.area = area;
  request.schedule = Schedule({message.origin, message.interval, message.limit});
  request.since = moment;
  requests_.insert_or_assign(order->second, std::move(request));
}

ClientDataRequests::Requests::iterator ClientDataRequests::remove(Requests::iterator request) {
  orders_.erase(request->second.asked.request_id);
  return requests_.erase(request);
}

void ClientDataRequests::stop(protocol::RequestId id) {
  const auto order = orders_.find(id);
  if (order != orders_.end()) remove(requests_.find(order->second));
}

void ClientDataRequests::drop_definition(protocol::DefinitionId definition) {
  for (auto it = requests_.begin(); it != requests_.end();) {
    it = it->second.asked.define_id == definition ? remove(it) : std::next(it);
  }
}

// Number of values, or pairs, in block_; 0 when CHANGED finds nothing to tell.
std::uint32_t ClientDataRequests::make_block(Request& request) {
  const ClientDataDefinition& definition = definitions_.at(request.asked.define_id);
  const std::vector<ClientDatum>& datums = definition.datums();
  const std::span<const std::byte> area = areas_.bytes(request.area);
  const bool tagged = protocol::has(request.asked.flags, RequestFlags::tagged);
  const bool only_changes = protocol::has(request.asked.flags, RequestFlags::changed);
  const bool whole = !only_changes || request.sent_datums != datums.size();  // the first, or the definition grew
  present_.clear();
  block_.clear();
  std::uint32_t count = 0;
  for (std::size_t place = 0; place < datums.size(); ++place) {
    const std::size_t at = present_.size();
    datums[place].read(area, present_);
    const auto now = std::span<const std::byte>(present_).subspan(at);
    if (!whole && !datums[place].changed(std::span(request.sent).subspan(at, now.size()), now)) continue;
    ++count;
    if (!tagged) continue;
    protocol::DatumWriter(block_).tag(definition.tag_of(place));
    block_.insert(block_.end(), now.begin(), now.end());
    if (!whole) std::copy(now.begin(), now.end(), request.sent.begin() + static_cast<std::ptrdiff_t>(at));
  }
  if (count == 0) return 0;
  // What is remembered is what was sent: all, unless only the pairs that changed were.
  if (only_changes && (whole || !tagged)) request.sent = present_;
  request.sent_datums = datums.size();
  if (tagged) return count;
  block_ = present_;
  return static_cast<std::uint32_t>(datums.size());
}

std::optional<protocol::RecvClientData> ClientDataRequests::message_of(Request& request) {
  const std::uint32_t count = make_block(request);
  if (count == 0) return std::nullopt;
  protocol::RecvClientData message;
  message.request_id = request.asked.request_id;
  message.object_id.value = request.asked.client_data_id.value;  // wire.md 7, item 13
  message.define_id = request.asked.define_id;
  message.flags = request.asked.flags;
  message.define_count = count;
  message.data = block_;
  return message;
}

template <class Send>
bool ClientDataRequests::pass(Request& request, std::uint64_t period, Outbox& outbox, const Send& send) {
  if (!request.schedule.due(period)) return false;
  const auto message = message_of(request);
  const auto exception = message ? spoiled(request) : std::nullopt;
  if (exception) outbox.answer(*exception);
  if (message && !exception) send(*message);
  request.schedule.pass(period, message && !exception ? 1 : 0);
  return request.schedule.ended();
}

void ClientDataRequests::area_set(std::string_view area, Outbox& outbox) {
  const auto send = [&outbox](const auto& message) { outbox.event(message); };
  for (auto it = requests_.begin(); it != requests_.end();) {
    Request& request = it->second;
    bool ended = false;
    if (request.asked.period == ClientDataPeriod::on_set && request.area == area && !outbox.overflowed()) {
      ended = pass(request, request.sets++, outbox, send);
    }
    it = ended ? remove(it) : std::next(it);
  }
}

void ClientDataRequests::send_due(const FrameMoment& moment, Outbox& outbox) {
  const auto send = [&outbox](const auto& message) { outbox.periodic(message); };
  for (auto it = requests_.begin(); it != requests_.end();) {
    Request& request = it->second;
    bool ended = false;
    if (request.asked.period != ClientDataPeriod::on_set) {
      ended = pass(request, period_at(pulse_of(request.asked.period), request.since, moment), outbox, send);
    }
    it = ended ? remove(it) : std::next(it);
  }
}

std::optional<FrameNumber> ClientDataRequests::next_due(const Simulator& simulator, const FrameMoment& moment) const {
  std::optional<FrameNumber> next;
  for (const auto& [order, request] : requests_) {
    if (request.asked.period == ClientDataPeriod::on_set) continue;
    const FrameNumber due =
        frame_of_period(pulse_of(request.asked.period), request.since, request.schedule.next(), simulator, moment);
    if (!next || due < *next) next = due;
  }
  return next;
}

}  // namespace checkride::emulator
