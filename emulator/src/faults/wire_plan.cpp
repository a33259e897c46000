#include "faults/wire_plan.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "checkride/protocol/frame_reader.hpp"
#include "checkride/result/assert.hpp"
#include "faults/normal.hpp"

namespace checkride::emulator {
namespace {

// A message is lost so often at most: with the default pause it then comes 12.6 s late.
constexpr std::int64_t kMostLosses = 6;
constexpr double kNanoseconds = 1e9;
// The most that a single fault may delay: a tape may say anything.
constexpr std::int64_t kMostDelay = world::Duration(std::chrono::hours(1)).count();

bool changes(FaultKind kind) {
  return kind >= FaultKind::corrupt_byte && kind <= FaultKind::wrong_request && kind != FaultKind::reorder;
}
bool delays(FaultKind kind) {
  return kind >= FaultKind::latency && kind <= FaultKind::loss_bursts;
}
bool paces(FaultKind kind) {
  return kind == FaultKind::bandwidth || kind == FaultKind::merge || kind == FaultKind::slices ||
         kind == FaultKind::slow_writer;
}

// Normally distributed, mean 0 and deviation 1.
double normal(world::Random& random) {
  constexpr double kHalfAStep = 1.0 / (std::uint64_t{1} << 54);  // unit() may be 0, of which there is no quantile
  return normal_quantile(random.unit() + kHalfAStep);
}

world::Duration time_on_line(std::size_t bytes, std::int64_t bytes_per_second) {
  return world::from_seconds(static_cast<double>(bytes) / static_cast<double>(bytes_per_second));
}

template <class Compute>
world::Duration drawn_delay(Strike& strike, const Compute& compute) {
  return world::Duration(std::clamp<std::int64_t>(strike.draw("delay_ns", compute), 0, kMostDelay));
}

}  // namespace

template <class Wanted, class Visit>
void WirePlan::struck(const Moment& moment, const MessageTraits& traits, const Wanted& wanted, const Visit& visit) {
  board_.each(FaultLayer::wire, moment.client, moment.now, [&](ActiveFault& active) {
    if (!wanted(active.fault.kind()) || !goes(active.fault) || !active.chooses(traits)) return;
    const std::string_view part = way_ == Way::to_client ? "" : "from_client";
    if (auto strike = board_.strike(active, moment.client.id, part, moment.now)) visit(active, *strike);
  });
}

// Whether the fault is of this way.
bool WirePlan::goes(const Fault& fault) const {
  const auto* way = fault.find<std::string>("direction");
  if (way == nullptr) return way_ == Way::to_client;
  return *way == "both" || (*way == "to_client") == (way_ == Way::to_client);
}

bool WirePlan::strikes(const Moment& moment, const MessageTraits& traits, FaultKind kind) {
  bool any = false;
  struck(
      moment, traits, [kind](FaultKind one) { return one == kind; }, [&any](ActiveFault&, Strike&) { any = true; });
  return any;
}

void WirePlan::accept(world::Instant now, const ClientName& client, std::span<const std::byte> bytes) {
  const Moment moment{now, client};
  settle(now);
  if (way_ == Way::from_client) return accept_stream(moment, bytes);
  while (!bytes.empty()) {
    const auto message = first_message(bytes);
    accept_message(moment, message);
    bytes = bytes.subspan(message.size());
  }
}

// Cuts messages out of what a client sends. Behind a length that none can have there are only bytes, in their order.
void WirePlan::accept_stream(const Moment& moment, std::span<const std::byte> bytes) {
  Bytes stream = take_partial();
  stream.insert(stream.end(), bytes.begin(), bytes.end());
  std::span<const std::byte> rest = stream;
  while (!rest.empty() && !lost_place_) {
    const auto step = protocol::next_frame(rest, protocol::Direction::client_to_server);
    if (std::holds_alternative<protocol::NeedMore>(step)) return partial_.assign(rest.begin(), rest.end());
    const auto* frame = std::get_if<protocol::Frame>(&step);
    lost_place_ = frame == nullptr;
    if (frame == nullptr) break;
    accept_message(moment, frame->bytes);
    rest = rest.subspan(frame->bytes.size());
  }
  if (!rest.empty() && !overflowed_) send(moment, {Bytes(rest.begin(), rest.end()), {}, moment.now});
}

void WirePlan::accept_message(const Moment& moment, std::span<const std::byte> bytes) {
  if (ended_ || overflowed_ || bytes.empty()) return;
  Message message{Bytes(bytes.begin(), bytes.end()), {}, moment.now};
  message.traits = way_ == Way::to_client ? traits_of(bytes) : client_traits_of(bytes);
  if (strikes(moment, message.traits, FaultKind::half_open)) return;
  if (strikes(moment, message.traits, FaultKind::drop)) return;
  std::int64_t copies = 0;
  struck(moment, message.traits, changes,
         [&](ActiveFault& active, Strike& strike) { change(message, copies, active, strike); });
  if (message.traits.request_id && message.traits.request_id != request_last_) {
    request_before_ = std::exchange(request_last_, message.traits.request_id);
  }
  for (; copies > 0 && !ended_ && !overflowed_; --copies) pass(moment, message);
  if (!ended_ && !overflowed_) pass(moment, std::move(message));
}

// One message, or one copy of it, behind all that changes it.
void WirePlan::pass(const Moment& moment, Message message) {
  overflowed_ = held_bytes() > kMaxHeldBytes;
  if (overflowed_ || end_within(moment, message) || hold(moment, message)) return;
  send(moment, std::move(message));
  let_pass(moment);
}

bool WirePlan::end_within(const Moment& moment, Message& message) {
  std::optional<Connection> end;
  struck(
      moment, message.traits, [](FaultKind kind) { return kind == FaultKind::byte_limit; },
      [&](ActiveFault& active, Strike&) {
        std::uint64_t& sent = bytes_sent_[active.id];
        const auto limit = static_cast<std::uint64_t>(active.fault.whole("bytes"));
        if (sent + message.bytes.size() < limit) return void(sent += message.bytes.size());
        message.bytes.resize(static_cast<std::size_t>(limit - sent));
        end = active.fault.word("end") == "reset" ? Connection::reset : Connection::closed;
      });
  if (!end) {
    struck(
        moment, message.traits, [](FaultKind kind) { return kind == FaultKind::quit_in_mid_frame; },
        [&](ActiveFault& active, Strike&) {
          const Bytes quit = active.fault.get<bool>("quit") ? quit_like(message.bytes) : Bytes();
          message.bytes.resize(message.bytes.size() / 2);
          message.bytes.insert(message.bytes.end(), quit.begin(), quit.end());
          end = active.fault.word("end") == "reset" ? Connection::reset : Connection::closed;
        });
  }
  if (!end) return false;
  send(moment, std::move(message));
  this->end(moment.now, moment.client, *end);
  return true;
}

bool WirePlan::hold(const Moment& moment, Message& message) {
  bool held = false;
  struck(
      moment, message.traits, [](FaultKind kind) { return kind == FaultKind::reorder; },
      [&](ActiveFault& active, Strike& strike) {
        if (held) return board_.take_back(active, strike);
        held = true;
        waiting_ += message.bytes.size();
        held_.push_back({std::move(message), active.fault.whole("by"),
                         world::after(moment.now, active.fault.get<world::Duration>("hold"))});
      });
  return held;
}

// One message went by: those that waited for it follow.
void WirePlan::let_pass(const Moment& moment) {
  std::vector<Held> free;
  for (auto it = held_.begin(); it != held_.end();) {
    if (--it->passes > 0) {
      ++it;
      continue;
    }
    free.push_back(std::move(*it));
    it = held_.erase(it);
  }
  for (Held& held : free) {
    waiting_ -= held.message.bytes.size();
    held.message.at = moment.now;
    send(moment, std::move(held.message));
  }
}

world::Duration WirePlan::retransmissions(ActiveFault& active, Strike& strike) {
  const Fault& fault = active.fault;
  bool& burst = bursts_[active.id];
  // The state may change with each transmission, also with a repeated one: that is how a burst ends.
  const auto is_lost = [&](world::Random& random) {
    if (random.unit() < fault.number(burst ? "leave" : "enter")) burst = !burst;
    return random.unit() < fault.number(burst ? "loss" : "loss_outside");
  };
  const std::int64_t lost = strike.draw("lost", [&](world::Random& random) {
    std::int64_t losses = 0;
    while (losses < kMostLosses && is_lost(random)) ++losses;
    return losses;
  });
  if (lost <= 0) {
    board_.take_back(active, strike);
    return {};
  }
  return fault.get<world::Duration>("retransmission") * ((std::int64_t{1} << std::min(lost, kMostLosses)) - 1);
}

world::Duration WirePlan::delay_of(ActiveFault& active, Strike& strike) {
  const Fault& fault = active.fault;
  switch (fault.kind()) {
    case FaultKind::latency:
      return fault.get<world::Duration>("delay");
    case FaultKind::jitter:
      return drawn_delay(strike, [&fault](world::Random& random) {
        return random.between(0, fault.get<world::Duration>("jitter").count());
      });
    case FaultKind::lognormal:
      return drawn_delay(strike, [&fault](world::Random& random) {
        const double most = world::to_seconds(fault.get<world::Duration>("most"));
        const double median = world::to_seconds(fault.get<world::Duration>("median"));
        const double seconds = std::min(most, median * std::exp(fault.number("sigma") * normal(random)));
        return static_cast<std::int64_t>(seconds * kNanoseconds);
      });
    default:
      return retransmissions(active, strike);
  }
}

// Lateness and delays.
void WirePlan::send(const Moment& moment, Message message) {
  struck(
      moment, message.traits, [](FaultKind kind) { return kind == FaultKind::late_answer; },
      [&](ActiveFault& active, Strike&) {
        message.at += frame_ * active.fault.whole("frames");
        message.overtaken = true;
      });
  struck(moment, message.traits, delays,
         [&](ActiveFault& active, Strike& strike) { message.at += delay_of(active, strike); });
  write(moment, std::move(message));
}

// Lines, batches and slices. `again`: it was written before and is to be written otherwise, which is no new strike.
void WirePlan::write(const Moment& moment, Message message, bool again) {
  if (message.overtaken) {
    WireItem late{std::move(message.bytes)};
    late.overtaken = true;
    return queue_.put(message.at, std::move(late));
  }
  message.at = ready_ = std::max(message.at, ready_);
  const Pace pace = pace_of(moment, message, again);
  message.at = std::max(message.at, last_);
  if (pace.merge != nullptr) return add_to_batch(message, pace.merge->fault);
  if (batch_) flush_batch(message.at);
  WireItem item{std::move(message.bytes)};
  item.slice = pace.slice;
  item.pause = pace.pause;
  item.ready = ready_;
  const std::size_t writes = pace.slice == 0 ? 1 : (item.bytes.size() + pace.slice - 1) / pace.slice;
  const world::Instant first = std::max(world::after(last_, pace.pause), message.at);
  last_ = world::after(first, pace.pause * static_cast<std::int64_t>(std::max<std::size_t>(writes, 1) - 1));
  queue_.put(first, std::move(item));
}

WirePlan::Pace WirePlan::pace_of(const Moment& moment, Message& message, bool again) {
  Pace pace;
  if (resets_ != board_.resets()) lines_free_.clear();
  const auto obey = [&](ActiveFault& active) {
    paces_.insert(active.id);
    if (active.fault.kind() == FaultKind::bandwidth) {
      world::Instant& free = lines_free_[active.id];
      const world::Duration time = time_on_line(message.bytes.size(), active.fault.whole("bytes_per_second"));
      message.at = free = world::after(std::max(message.at, free), time);
    } else if (active.fault.kind() == FaultKind::merge) {
      if (pace.merge == nullptr) pace.merge = &active;
    } else {
      pace.slice = static_cast<std::size_t>(active.fault.whole("bytes"));
      pace.pause = active.fault.get<world::Duration>("pause");
    }
  };
  if (!again) {
    struck(moment, message.traits, paces, [&obey](ActiveFault& active, Strike&) { obey(active); });
    return pace;
  }
  board_.each(FaultLayer::wire, moment.client, moment.now, [&](ActiveFault& active) {
    if (paces(active.fault.kind()) && goes(active.fault)) obey(active);
  });
  return pace;
}

bool WirePlan::look(world::Instant now, const ClientName& client) {
  if (paces_.empty()) return false;
  std::set<FaultId> over = paces_;
  if (std::exchange(resets_, board_.resets()) == board_.resets()) {
    board_.each(FaultLayer::wire, client, now, [&over](ActiveFault& active) { over.erase(active.id); });
  }
  if (over.empty()) return false;
  paces_.clear();
  for (const FaultId id : over) lines_free_.erase(id);
  if (batch_) flush_batch(batch_->ready);
  last_ = ready_ = now;
  const Moment moment{now, client};
  for (auto& [at, item] : queue_.take_all()) {
    if (item.overtaken) {
      queue_.put(at, std::move(item));
    } else if (item.connection != Connection::kept) {
      queue_.put(std::max(last_, queue_.last().value_or(last_)), std::move(item));
    } else {
      const auto taken = item.bytes.begin() + static_cast<std::ptrdiff_t>(item.taken);
      item.bytes.erase(item.bytes.begin(), taken);
      write(moment, {std::move(item.bytes), {}, std::max(item.ready, now)}, true);
    }
  }
  return true;
}

void WirePlan::add_to_batch(const Message& message, const Fault& merge) {
  if (!batch_) batch_ = Batch{{}, world::after(message.at, merge.get<world::Duration>("hold"))};
  batch_->bytes.insert(batch_->bytes.end(), message.bytes.begin(), message.bytes.end());
  batch_->until = std::max(batch_->until, message.at);
  batch_->ready = ready_;
  waiting_ += message.bytes.size();
  last_ = message.at;
  if (batch_->bytes.size() >= static_cast<std::size_t>(merge.whole("bytes"))) flush_batch(message.at);
}

void WirePlan::flush_batch(world::Instant at) {
  waiting_ -= batch_->bytes.size();
  last_ = std::max(last_, at);
  WireItem item{std::move(batch_->bytes)};
  item.ready = batch_->ready;
  batch_.reset();
  queue_.put(at, std::move(item));
}

void WirePlan::end(world::Instant now, const ClientName& client, Connection verdict) {
  if (std::exchange(ended_, true)) return;
  const Moment moment{now, client};
  for (Held& held : std::exchange(held_, {})) {
    waiting_ -= held.message.bytes.size();
    held.message.at = now;
    send(moment, std::move(held.message));
  }
  last_ = std::max(last_, now);
  if (batch_) flush_batch(last_);
  last_ = std::max(last_, queue_.last().value_or(last_));  // also behind what is late
  queue_.put(last_, {{}, verdict});
}

std::optional<world::Instant> WirePlan::next() const {
  std::optional<world::Instant> next = queue_.next();
  const auto at = [&next](world::Instant when) { next = next ? std::min(*next, when) : when; };
  if (batch_) at(batch_->until);
  for (const Held& held : held_) at(held.until);
  return next;
}

// What has waited long enough for others to pass, or to go with it, takes its place: whenever somebody looks, so that
// it does not matter when pieces are taken.
void WirePlan::settle(world::Instant now) {
  if (batch_ && batch_->until <= now) flush_batch(batch_->until);
  for (auto it = held_.begin(); it != held_.end();) {
    if (it->until > now) {
      ++it;
      continue;
    }
    waiting_ -= it->message.bytes.size();
    queue_.put(it->until, {std::move(it->message.bytes)});
    it = held_.erase(it);
  }
}

WirePiece WirePlan::take() {
  const auto when = next();
  CHECKRIDE_ASSERT(when.has_value());
  settle(*when);
  return queue_.take();
}

}  // namespace checkride::emulator
