// What faults make of connections and listeners: the server's part of emulator/src/faults.
#include <algorithm>
#include <span>
#include <utility>

#include "server/link.hpp"
#include "server/server.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;

// Between attempts to listen again where somebody else may listen meanwhile.
constexpr world::Duration kListenPause = 100ms;
// What is late by frames comes with its frame, whichever way instants of frames are rounded.
constexpr world::Duration kRounding{1};
// A slow reader reads ten times a second.
constexpr std::int64_t kReadsPerSecond = 10;

ActiveFault* find(FaultBoard& board, FaultKind kind, const ClientName& client, world::Instant now) {
  ActiveFault* found = nullptr;
  board.each(info_of(kind).layer, client, now, [&](ActiveFault& active) {
    if (found == nullptr && active.fault.kind() == kind) found = &active;
  });
  return found;
}

bool holds_input(FaultBoard& board, const ClientName& client, world::Instant now) {
  bool holds = false;
  board.each(FaultLayer::wire, client, now, [&](ActiveFault& active) {
    const auto* way = active.fault.find<std::string>("direction");
    holds = holds || (way != nullptr && *way != "to_client");
  });
  return holds;
}

}  // namespace

// Or sooner: who waits looks again. Where time stands, what moves it wakes them.
world::Task<> Server::wait_until_due(world::Notifier& told, world::Instant due) {
  if (stands_at_) {
    co_await told.wait();
  } else {
    (void)co_await told.wait_until(world_.clock(), due);
  }
}

void Server::tell_that_time_moved() {
  for (const Entry& entry : links_) entry.link->tell_shaping();
}

Server::Shaping& Server::shaping(Link& link) {
  if (!link.shaping) link.shaping = std::make_unique<Shaping>(world_.executor());
  return *link.shaping;
}

bool Server::shape(const LinkPtr& link, Output& output) {
  FaultBoard& board = sessions_.faults();
  const bool over = link->has_plan() && link->shaping->plan->idle() && !board.any(FaultLayer::wire);
  if (over) link->shaping->plan.reset();
  // A reset is of the session: it does not wait for what is under way.
  if (output.connection == Connection::reset || (!link->has_plan() && !board.any(FaultLayer::wire))) return false;
  Shaping& shaping = this->shaping(*link);
  if (!shaping.plan)
    shaping.plan = std::make_unique<WirePlan>(board, Way::to_client, sessions_.frame_duration() - kRounding);
  const ClientName known = sessions_.name_of(link->id);
  if (!known.application.empty()) shaping.application = known.application;
  const ClientName client{link->id, shaping.application};
  const world::Instant now = this->now();
  under_fault_ = true;  // what waits is looked at in every frame, also when the fault is gone
  shaping.plan->accept(now, client, output.bytes);
  if (output.connection == Connection::closed) shaping.plan->end(now, client, Connection::closed);
  if (link->pending_bytes() > limits_.queued_bytes_max || shaping.plan->overflowed()) {
    link->stream.reset();
    drop(*link, backlog(limits_.queued_bytes_max));
    return true;
  }
  see_to_writer(link);
  if (output.connection == Connection::closed) {
    tasks_.spawn("goodbye to " + link->stream.remote().text(), bound_shaped_goodbye(link));
  }
  return true;
}

// As bound_goodbye, but what faults hold back has its time: cut off is who takes nothing of what it could have.
world::Task<> Server::bound_shaped_goodbye(LinkPtr link) {
  world::Instant until = world_.clock().now() + kQuitLimit;
  while (!link->gone) {
    co_await world_.clock().sleep_until(until);
    const world::Instant now = world_.clock().now();
    const bool waits = link->in_flight != 0 && !link->vanished();
    if (waits && link->taken_at + kQuitLimit <= now) {
      link->stream.reset();  // which ends the writer
      co_return;
    }
    until = (waits ? link->taken_at : now) + kQuitLimit;
  }
}

world::Task<bool> Server::write_shaped(LinkPtr link) {
  Shaping& shaping = *link->shaping;
  const auto due = shaping.plan->next();
  if (!due) {
    co_await shaping.writable.wait();
    co_return true;
  }
  if (*due > now()) {
    co_await wait_until_due(shaping.writable, *due);
    co_return true;
  }
  WirePiece piece = shaping.plan->take();
  const bool written = co_await write_out(link, std::move(piece.bytes));
  if (!written) co_return false;
  if (piece.connection == Connection::reset) {
    link->stream.reset();
    drop(*link, by_fault("reset the connection"));
  }
  if (piece.connection == Connection::closed) {
    link->ending = true;
    sessions_.disconnect(link->id, by_fault("closed the connection"));
  }
  co_return true;
}

void Server::receive(const LinkPtr& link, std::span<const std::byte> bytes) {
  FaultBoard& board = sessions_.faults();
  const ClientName client = sessions_.name_of(link->id);
  const world::Instant now = this->now();
  if (!holds_input(board, client, now) && (!link->has_inbound() || link->shaping->inbound->idle())) {
    if (link->has_inbound()) sessions_.receive(link->id, link->shaping->inbound->take_partial());
    return sessions_.receive(link->id, bytes);
  }
  Shaping& shaping = this->shaping(*link);
  if (!shaping.inbound) {
    shaping.inbound = std::make_unique<WirePlan>(board, Way::from_client, sessions_.frame_duration() - kRounding);
    tasks_.spawn("bring from " + link->stream.remote().text(), bring(link));
  }
  under_fault_ = true;
  shaping.inbound->accept(now, client, bytes);
  shaping.readable.notify_all();
  if (!shaping.inbound->overflowed()) return;
  link->stream.reset();
  drop(*link, Departure{Departure::By::limit, "what a fault holds back of it is too much"});
}

void Server::read_more(Link& link, std::vector<std::byte>& held) {
  const ClientName client = sessions_.name_of(link.id);
  if (find(sessions_.faults(), FaultKind::slow_reader, client, now()) != nullptr) return;
  const auto bytes = link.stream.try_read(read_buffer_);
  if (!bytes) return;  // the next read tells
  const auto rest = std::span<const std::byte>(read_buffer_).first(*bytes);
  held.insert(held.end(), rest.begin(), rest.end());
}

world::Task<bool> Server::take_in(LinkPtr link, std::vector<std::byte> bytes) {
  std::span<const std::byte> rest = bytes;
  while (!rest.empty() && !link->gone) {
    if (link->vanished()) {  // what was read was never read; the end of the fault is the end of the link
      co_await frame_done_.wait();
      continue;
    }
    if (link->has_inbound() && link->shaping->inbound->waiting_bytes() >= Sessions::kMaxUnreadBytes) {
      co_await wait_until_due(link->shaping->readable, link->shaping->inbound->next().value_or(now()));
      continue;
    }
    const world::Instant now = this->now();
    ActiveFault* slow = find(sessions_.faults(), FaultKind::slow_reader, sessions_.name_of(link->id), now);
    const std::int64_t rate = slow == nullptr ? 0 : slow->fault.whole("bytes_per_second");
    const std::size_t part =
        slow == nullptr ? rest.size() : std::min(rest.size(), static_cast<std::size_t>(rate / kReadsPerSecond + 1));
    if (slow != nullptr) (void)sessions_.faults().strike(*slow, link->id, {}, now);  // for the tape
    receive(link, rest.first(part));
    rest = rest.subspan(part);
    if (slow == nullptr) continue;
    const world::Instant again =
        world::after(now, world::from_seconds(static_cast<double>(part) / static_cast<double>(rate)));
    shaping(*link).reads_at = again;
    while (!link->gone && this->now() < again) co_await wait_until_due(link->shaping->readable, again);
    link->shaping->reads_at.reset();
  }
  co_return !link->gone;
}

world::Task<> Server::bring(LinkPtr link) {
  while (!link->gone) {
    const auto due = link->shaping->inbound->next();
    if (!due) {
      co_await link->shaping->readable.wait();
    } else if (*due > now()) {
      co_await wait_until_due(link->shaping->readable, *due);
    } else {
      const WirePiece piece = link->shaping->inbound->take();
      sessions_.receive(link->id, piece.bytes);
    }
  }
}

// The client has ended its side: what it said before is still under way.
world::Task<> Server::finish_input(LinkPtr link) {
  while (!link->gone) {
    const auto due = link->shaping->inbound->next();
    if (!due) co_return;
    co_await wait_until_due(link->shaping->readable, *due);
  }
}

// What queued for a line that is free again goes now. True: something waits still.
bool Server::look_at_plans(const LinkPtr& link, const ClientName& client, world::Instant now) {
  if (link->gone || !link->shaping) return false;
  Shaping& shaping = *link->shaping;
  const bool freed = shaping.plan && shaping.plan->look(now, client);
  if (shaping.inbound && shaping.inbound->look(now, client)) shaping.readable.notify_all();
  if (freed) shaping.writable.notify_all();
  return (shaping.plan && !shaping.plan->idle()) || (shaping.inbound && !shaping.inbound->idle());
}

void Server::look_at_links(world::Instant now) {
  FaultBoard& board = sessions_.faults();
  const std::vector<Entry> links = links_;  // some may be dropped
  for (const auto& [id, link] : links) {
    const ClientName client = sessions_.name_of(id);
    ActiveFault* half_open = find(board, FaultKind::half_open, client, now);
    if (half_open != nullptr && !link->vanished()) {
      shaping(*link).vanished = true;
      sessions_.lose(id, left_half_open());
      (void)board.strike(*half_open, id, {}, now);  // for the tape
    } else if (half_open == nullptr && link->vanished()) {
      link->stream.reset();
      drop(*link, left_half_open());
    }
    const bool waits = look_at_plans(link, client, now);  // of every link, whatever the others are under
    under_fault_ = under_fault_ || waits || (half_open != nullptr && !link->gone);
  }
}

void Server::look_at_faults() {
  FaultBoard& board = sessions_.faults();
  const world::Instant now = this->now();
  under_fault_ = false;
  refusing_ = false;
  ActiveFault* crashed = nullptr;
  board.each(FaultLayer::listener, now, [&](ActiveFault& active) {
    refusing_ = true;
    if (active.fault.kind() == FaultKind::crash_to_desktop) crashed = &active;
    if (active.fault.kind() == FaultKind::refused) (void)board.strike(active, 0, {}, now);
  });
  if (crashed != nullptr && crashed_by_ != Cause{crashed->id, board.resets()}) crash(*crashed, now);
  if (crashed == nullptr && std::exchange(crashed_by_, std::nullopt)) sessions_.restart();
  if (refusing_) close_doors();
  if (!refusing_) reopen_doors();
  look_at_links(now);
  under_fault_ = under_fault_ || crashed_by_ || closed_by_fault();
}

void Server::crash(ActiveFault& active, world::Instant now) {
  (void)sessions_.faults().strike(active, 0, {}, now);  // for the tape
  crashed_by_ = Cause{active.id, sessions_.faults().resets()};
  const bool resets = active.fault.word("end") == "reset";
  const std::vector<Entry> links = links_;
  for (const auto& [id, link] : links) {
    if (resets) {
      link->stream.reset();
    } else {
      link->stream.close();
    }
    drop(*link, by_fault("crashed the simulator"));
  }
  if (active.fault.get<bool>("exit") && on_exit_) on_exit_();
}

bool Server::closed_by_fault() const {
  return std::ranges::any_of(doors_, [](const DoorPtr& door) { return door->listener == nullptr; });
}

// Whoever put a fault on the board, or took it away, may rely on it at once: the next frame is too late.
void Server::see_to_doors() {
  FaultBoard& board = sessions_.faults();
  if (stopping_ || (!refusing_ && !board.any(FaultLayer::listener))) return;
  bool refuses = false;
  board.each(FaultLayer::listener, now(), [&refuses](ActiveFault&) { refuses = true; });
  under_fault_ = true;  // the frame looks at the rest
  if (refuses) {
    refusing_ = true;
    close_doors();
  } else if (!crashed_by_) {
    refusing_ = false;
    reopen_doors();
  }
}

void Server::close_doors() {
  for (const DoorPtr& door : doors_) {
    if (const auto listener = std::exchange(door->listener, nullptr)) listener->close();
  }
}

void Server::reopen_doors() {
  if (closed_by_fault() && !std::exchange(opening_, true)) tasks_.spawn("open doors", open_doors());
}

world::Task<> Server::open_doors() {
  while (!stopping_ && !refusing_ && closed_by_fault()) {
    const auto closed = std::ranges::find_if(doors_, [](const DoorPtr& door) { return door->listener == nullptr; });
    auto listener = world_.network().listen((*closed)->where);
    if (listener) {
      open(*closed, std::move(*listener));
    } else {
      co_await world_.clock().sleep_for(kListenPause);
    }
  }
  opening_ = false;
}

}  // namespace checkride::emulator
