#include "faults/wire_plan.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "checkride/protocol/table.hpp"
#include "checkride/result/assert.hpp"

namespace checkride::emulator {
namespace {

constexpr std::size_t kHeader = protocol::kServerHeaderBytes;
// A message is lost so often at most: with the default pause it then comes 12.6 s late.
constexpr std::int64_t kMostLosses = 6;
constexpr double kNanoseconds = 1e9;

bool changes(FaultKind kind) {
  return kind >= FaultKind::corrupt_byte && kind <= FaultKind::wrong_request && kind != FaultKind::reorder;
}
bool delays(FaultKind kind) {
  return kind >= FaultKind::latency && kind <= FaultKind::loss_bursts;
}
bool slices(FaultKind kind) {
  return kind == FaultKind::slices || kind == FaultKind::slow_writer;
}

// Normally distributed, mean 0 and deviation 1, within 6: the sum of twelve uniform numbers. Only additions, so that it
// is the same everywhere.
double normal(world::Random& random) {
  double sum = -6;
  for (int i = 0; i < 12; ++i) sum += random.unit();
  return sum;
}

world::Duration time_on_line(std::size_t bytes, std::int64_t bytes_per_second) {
  return world::from_seconds(static_cast<double>(bytes) / static_cast<double>(bytes_per_second));
}

}  // namespace

template <class Wanted, class Visit>
void WirePlan::struck(const Moment& moment, const MessageTraits& traits, const Wanted& wanted, const Visit& visit) {
  board_.each(FaultLayer::wire, moment.client, moment.now, [&](ActiveFault& active) {
    if (!wanted(active.fault.kind())) return;
    const auto* way = active.fault.find<std::string>("direction");
    const bool to_client = way == nullptr || *way != "from_client";
    const bool from_client = way != nullptr && *way != "to_client";
    if (!(way_ == Way::to_client ? to_client : from_client) || !active.chooses(traits)) return;
    const std::string_view part = way_ == Way::to_client ? "" : "from_client";
    if (auto strike = board_.strike(active, moment.client.id, part, moment.now)) visit(active, *strike);
  });
}

void WirePlan::accept(world::Instant now, const ClientName& client, std::span<const std::byte> bytes) {
  const Moment moment{now, client};
  if (way_ == Way::from_client) return accept_message(moment, bytes);
  while (!bytes.empty()) {
    const auto message = first_message(bytes);
    accept_message(moment, message);
    bytes = bytes.subspan(message.size());
  }
}

void WirePlan::accept_message(const Moment& moment, std::span<const std::byte> bytes) {
  if (ended_ || bytes.empty()) return;
  Message message{Bytes(bytes.begin(), bytes.end()), {}, moment.now};
  if (way_ == Way::to_client) message.traits = traits_of(bytes);
  bool vanished = false;
  struck(
      moment, message.traits, [](FaultKind kind) { return kind == FaultKind::half_open; },
      [&](ActiveFault&, Strike&) { vanished = true; });
  if (vanished) return;
  struck(moment, message.traits, changes,
         [&](ActiveFault& active, Strike& strike) { change(message, active, strike); });
  if (message.traits.request_id && message.traits.request_id != request_last_) {
    request_before_ = std::exchange(request_last_, message.traits.request_id);
  }
  if (end_within(moment, message)) return;
  if (hold(moment, message)) return;
  send(moment, std::move(message));
  let_pass(moment);
}

void WirePlan::change(Message& message, ActiveFault& active, Strike& strike) {
  const Fault& fault = active.fault;
  const auto number = [&fault](std::string_view name) { return static_cast<std::uint32_t>(fault.whole(name)); };
  switch (fault.kind()) {
    case FaultKind::corrupt_byte:
      return corrupt(message, active, strike);
    case FaultKind::oversized_length:
      return set_length(message.bytes, number("length"));
    case FaultKind::unknown_message:
      return set_message_id(message.bytes, number("id"));
    case FaultKind::wrong_version:
      return set_version(message.bytes, number("version"));
    case FaultKind::duplicate:
      message.copies += fault.whole("copies");
      return;
    case FaultKind::truncate:
      return truncate(message, active, strike);
    case FaultKind::wrong_request:
      return rename_request(message, active);
    default:
      return;
  }
}

void WirePlan::corrupt(Message& message, const ActiveFault& active, Strike& strike) {
  const auto* offset = active.fault.find<std::int64_t>("offset");
  const auto* mask = active.fault.find<std::int64_t>("xor");
  const std::int64_t at = offset != nullptr ? *offset : strike.draw("offset", [&message](world::Random& random) {
    return static_cast<std::int64_t>(random.below(message.bytes.size()));
  });
  const std::int64_t bits =
      mask != nullptr ? *mask : strike.draw("xor", [](world::Random& random) { return random.between(1, 255); });
  if (at >= static_cast<std::int64_t>(message.bytes.size())) return;
  message.bytes[static_cast<std::size_t>(at)] ^= static_cast<std::byte>(bits);
}

void WirePlan::truncate(Message& message, ActiveFault& active, Strike& strike) {
  const bool adapt = active.fault.get<bool>("adapt_length");
  const std::size_t least = adapt ? kHeader : 1;  // a shorter length would be no frame
  if (message.bytes.size() <= least) return board_.take_back(active, strike);
  const auto most = static_cast<std::int64_t>(message.bytes.size() - least);
  const auto* given = active.fault.find<std::int64_t>("bytes");
  const std::int64_t cut =
      given != nullptr ? std::min(*given, most)
                       : strike.draw("bytes", [most](world::Random& random) { return random.between(1, most); });
  message.bytes.resize(message.bytes.size() - static_cast<std::size_t>(cut));
  if (adapt) set_length(message.bytes, static_cast<std::uint32_t>(message.bytes.size()));
}

void WirePlan::rename_request(Message& message, const ActiveFault& active) {
  if (!message.traits.request_id) return;
  const std::uint32_t own = *message.traits.request_id;
  const auto other = request_last_ != own ? request_last_ : request_before_;
  const auto* as = active.fault.find<std::int64_t>("as");
  set_request_id(message.bytes, as != nullptr ? static_cast<std::uint32_t>(*as) : other.value_or(own + 1));
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
          end = Connection::closed;
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
      return world::Duration(strike.draw("delay_ns", [&fault](world::Random& random) {
        return random.between(0, fault.get<world::Duration>("jitter").count());
      }));
    case FaultKind::lognormal:
      return world::Duration(strike.draw("delay_ns", [&fault](world::Random& random) {
        const double most = world::to_seconds(fault.get<world::Duration>("most"));
        const double median = world::to_seconds(fault.get<world::Duration>("median"));
        const double seconds = std::min(most, median * std::exp(fault.number("sigma") * normal(random)));
        return static_cast<std::int64_t>(seconds * kNanoseconds);
      }));
    default:
      return retransmissions(active, strike);
  }
}

// Copies, lateness and delays.
void WirePlan::send(const Moment& moment, Message message) {
  struck(
      moment, message.traits, [](FaultKind kind) { return kind == FaultKind::late_answer; },
      [&](ActiveFault& active, Strike&) {
        message.at += frame_ * active.fault.whole("frames");
        message.overtaken = true;
      });
  struck(moment, message.traits, delays,
         [&](ActiveFault& active, Strike& strike) { message.at += delay_of(active, strike); });
  struck(
      moment, message.traits, [](FaultKind kind) { return kind == FaultKind::bandwidth; },
      [&](ActiveFault& active, Strike&) {
        const auto rate = active.fault.whole("bytes_per_second");
        message.at = std::max(message.at, line_free_) + time_on_line(message.bytes.size(), rate);
        line_free_ = message.at;
      });
  for (; message.copies > 0; --message.copies) {
    Message copy{message.bytes, message.traits, message.at, 0, message.overtaken};
    write(moment, std::move(copy));
  }
  write(moment, std::move(message));
}

// Batches and slices.
void WirePlan::write(const Moment& moment, Message message) {
  if (message.overtaken) return put(message.at, {std::move(message.bytes), Connection::kept});
  message.at = std::max(message.at, last_);
  bool merged = false;
  std::size_t slice = 0;
  world::Duration pause{};
  struck(
      moment, message.traits, [](FaultKind kind) { return kind == FaultKind::merge; },
      [&](ActiveFault& active, Strike&) {
        if (std::exchange(merged, true)) return;
        if (!batch_) batch_ = Batch{{}, world::after(message.at, active.fault.get<world::Duration>("hold"))};
        batch_->bytes.insert(batch_->bytes.end(), message.bytes.begin(), message.bytes.end());
        batch_->until = std::max(batch_->until, message.at);
        waiting_ += message.bytes.size();
        last_ = message.at;
        if (batch_->bytes.size() >= static_cast<std::size_t>(active.fault.whole("bytes"))) flush_batch(message.at);
      });
  if (merged) return;
  if (batch_) flush_batch(message.at);
  struck(moment, message.traits, slices, [&](ActiveFault& active, Strike&) {
    slice = static_cast<std::size_t>(active.fault.whole("bytes"));
    pause = active.fault.get<world::Duration>("pause");
  });
  const std::span<const std::byte> bytes = message.bytes;
  const std::size_t step = slice == 0 ? bytes.size() : slice;
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    const auto part = bytes.subspan(at, std::min(step, bytes.size() - at));
    last_ = std::max(last_ + pause, message.at);
    put(last_, {Bytes(part.begin(), part.end()), Connection::kept});
  }
}

void WirePlan::flush_batch(world::Instant at) {
  waiting_ -= batch_->bytes.size();
  last_ = std::max(last_, at);
  put(at, {std::move(batch_->bytes), Connection::kept});
  batch_.reset();
}

void WirePlan::put(world::Instant at, WirePiece piece) {
  waiting_ += piece.bytes.size();
  pieces_.emplace(at, std::move(piece));
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
  put(last_, {{}, verdict});
}

std::optional<world::Instant> WirePlan::next() const {
  std::optional<world::Instant> next;
  const auto at = [&next](world::Instant when) { next = next ? std::min(*next, when) : when; };
  if (!pieces_.empty()) at(pieces_.begin()->first);
  if (batch_) at(batch_->until);
  for (const Held& held : held_) at(held.until);
  return next;
}

WirePiece WirePlan::take() {
  const auto when = next();
  CHECKRIDE_ASSERT(when.has_value());
  if (batch_ && batch_->until == *when && (pieces_.empty() || pieces_.begin()->first > *when)) flush_batch(*when);
  for (auto it = held_.begin(); it != held_.end() && (pieces_.empty() || pieces_.begin()->first > *when); ++it) {
    if (it->until != *when) continue;
    waiting_ -= it->message.bytes.size();
    put(*when, {std::move(it->message.bytes), Connection::kept});
    held_.erase(it);
    break;
  }
  WirePiece piece = std::move(pieces_.begin()->second);
  pieces_.erase(pieces_.begin());
  waiting_ -= piece.bytes.size();
  return piece;
}

}  // namespace checkride::emulator
