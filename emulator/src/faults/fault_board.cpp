#include "faults/fault_board.hpp"

#include <algorithm>

#include "checkride/values/ascii.hpp"

namespace checkride::emulator {
namespace {

constexpr std::size_t kMaxStreams = 100'000;  // of one fault: clients times variables that it struck

bool limit_reached(const ActiveFault& active) {
  const auto* limit = active.fault.find<std::int64_t>("limit");
  return limit != nullptr && *limit != 0 && active.hits >= static_cast<std::uint64_t>(*limit);
}

// It strikes whatever it can: there is nothing for a tape to decide.
bool certain(const Fault& fault) {
  const FaultInfo& info = fault.info();
  if (info.draws) return false;
  return !info.chance || (fault.number("probability") == 1 && fault.whole("every") == 1 && fault.whole("limit") == 0);
}

bool is_number(const Fault& fault, std::string_view parameter, std::optional<std::uint32_t> number) {
  const auto* wanted = fault.find<std::int64_t>(parameter);
  return wanted == nullptr || (number && *wanted == static_cast<std::int64_t>(*number));
}

// A fault without a duration that is to strike in one frame.
bool strikes_once(const ActiveFault& active) {
  return active.fault.info().once && !active.until;
}

}  // namespace

std::string_view text(FaultEnd end) {
  constexpr std::array<std::string_view, 4> kWords{"duration", "limit", "once", "tape"};
  return kWords[static_cast<std::size_t>(end)];
}

bool ActiveFault::over(world::Instant now) const {
  return (until && now >= *until) || limit_reached(*this);
}

bool ActiveFault::in_force(world::Instant now) const {
  return now >= from && !over(now);
}

bool ActiveFault::concerns(const ClientName& client) const {
  const auto* wanted = fault.find<std::string>("client");
  return wanted == nullptr || *wanted == std::to_string(client.id) || values::same_text(*wanted, client.application);
}

bool ActiveFault::chooses(const MessageTraits& message) const {
  if (const auto* names = fault.find<std::vector<std::string>>("messages")) {
    const auto same = [&](const std::string& name) { return values::same_text(name, message.name); };
    if (std::none_of(names->begin(), names->end(), same)) return false;
  }
  return is_number(fault, "request_id", message.request_id) && is_number(fault, "definition_id", message.definition_id);
}

std::int64_t Strike::taped(std::string_view name) {
  std::int64_t value = 0;  // a tape that somebody shortened
  for (const auto& [known, drawn] : played_.drawn) {
    if (known == name) value = drawn;
  }
  keep(name, value);
  return value;
}

void Strike::keep(std::string_view name, std::int64_t value) {
  if (record_ != nullptr) record_->drawn.emplace_back(name, value);
}

TapeEntry* FaultBoard::record(TapeEvent event, FaultId fault, world::Instant now) {
  TapeEntry entry;
  entry.at = now - origin_;
  entry.event = event;
  entry.fault = fault;
  entry.after_frame = event != TapeEvent::struck && ended_ == now;
  return tape_.record(std::move(entry));
}

std::uint64_t FaultBoard::seed_of(const Fault& fault) {
  if (const auto* seed = fault.find<std::int64_t>("seed")) return static_cast<std::uint64_t>(*seed);
  if (certain(fault) || !seed_source_) return 0;
  if (!first_seed_) first_seed_ = seed_source_();
  if (!seeds_) seeds_.emplace(*first_seed_, "seeds of faults");
  return seeds_->next();
}

void FaultBoard::put(ActiveFault active, world::Instant now) {
  active.since = now;
  active.from = world::after(now, active.fault.get<world::Duration>("after"));
  if (const auto* duration = active.fault.find<world::Duration>("duration")) {
    active.until = world::after(active.from, *duration);
  }
  if (TapeEntry* entry = record(TapeEvent::added, active.id, now)) entry->parameters = active.fault;
  faults_.push_back(std::move(active));
  count_layers();
  if (on_change_) on_change_();
}

Result<FaultId> FaultBoard::add(Fault fault, world::Instant now) {
  TRY_VOID(check(fault));
  end_those_that_are_over(now, false);
  if (faults_.size() >= kMaxFaults) return Error::invalid("faults: 1000 are in force already; remove some");
  ActiveFault active{std::move(fault), ++last_id_};
  active.seed = seed_of(active.fault);
  put(std::move(active), now);
  return last_id_;
}

Result<> FaultBoard::remove(FaultId id, world::Instant now) {
  const std::size_t before = faults_.size();
  erase_if([id](const ActiveFault& active) { return active.id == id; });
  if (faults_.size() == before) return Error::invalid("no fault has the id " + std::to_string(id));
  record(TapeEvent::removed, id, now);
  if (on_change_) on_change_();
  return {};
}

void FaultBoard::erase_if(const std::function<bool(const ActiveFault&)>& gone) {
  if (std::erase_if(faults_, gone) != 0) count_layers();
}

void FaultBoard::count_layers() {
  layers_.fill(0);
  for (const ActiveFault& active : faults_) ++layers_[static_cast<std::size_t>(active.fault.info().layer)];
}

// What was to happen once has had its frame when that ends.
void FaultBoard::end_those_that_are_over(world::Instant now, bool frame_ends) {
  const auto end_of = [now, frame_ends](const ActiveFault& active) -> std::optional<FaultEnd> {
    if (limit_reached(active)) return FaultEnd::limit;
    if (active.over(now)) return FaultEnd::duration;
    if (frame_ends && strikes_once(active) && now >= active.from) return FaultEnd::once;
    return std::nullopt;
  };
  if (on_end_) {
    for (const ActiveFault& active : faults_) {
      if (const auto end = end_of(active)) on_end_(active, *end);
    }
  }
  erase_if([&end_of](const ActiveFault& active) { return end_of(active).has_value(); });
}

void FaultBoard::forget(ClientId client) {
  const auto of_client = [client](const auto& entry) { return entry.first.first == client; };
  for (ActiveFault& active : faults_) {
    std::erase_if(active.streams, of_client);
    std::erase_if(active.memories, of_client);
  }
}

void FaultBoard::reset(world::Instant now) {
  faults_.clear();
  count_layers();
  coming_.clear();
  scripts_.clear();
  tape_ = FaultTape();
  last_id_ = 0;
  seeds_.reset();
  ended_.reset();
  ++resets_;
  start_tape(now);
  if (on_change_) on_change_();
}

std::vector<ActiveFault> FaultBoard::list(world::Instant now) const {
  std::vector<ActiveFault> result;
  for (const ActiveFault& active : faults_) {
    if (active.over(now)) continue;
    // What is shown of it; what it remembers of every client stays here.
    result.push_back({active.fault, active.id, active.since, active.from, active.until, active.matches, active.hits});
  }
  return result;
}

void FaultBoard::play(const FaultTape& tape) {
  const FaultId given = last_id_;
  for (TapeEntry entry : tape.entries()) {
    if (entry.event == TapeEvent::full) continue;
    entry.fault += given;
    if (entry.event == TapeEvent::added) last_id_ = std::max(last_id_, entry.fault);
    auto& script = scripts_[entry.fault];
    if (!script) script = std::make_shared<std::map<ActiveFault::Target, std::deque<TapeEntry>>>();
    if (entry.event == TapeEvent::struck) {
      (*script)[{entry.client, entry.part}].push_back(std::move(entry));
    } else {
      coming_.push_back(std::move(entry));
    }
  }
  std::ranges::stable_sort(coming_, {}, &TapeEntry::at);  // those of a tape that is being played already
  if (on_change_) on_change_();
}

std::optional<world::Instant> FaultBoard::next_of_tape() const {
  return coming_.empty() ? std::nullopt : std::optional(instant_of(coming_.front()));
}

// Where time is stepped a frame may be run again: what came behind its first run comes behind it again.
bool FaultBoard::is_due(const TapeEntry& entry, world::Instant now) const {
  const world::Instant instant = instant_of(entry);
  return instant < now || (instant == now && (!entry.after_frame || ended_ == now));
}

void FaultBoard::begin_frame(world::Instant now) {
  present_ = now;
  while (!coming_.empty() && is_due(coming_.front(), now)) {
    const TapeEntry entry = std::move(coming_.front());
    coming_.pop_front();
    if (entry.event == TapeEvent::removed) {
      const auto active = std::ranges::find(faults_, entry.fault, &ActiveFault::id);
      if (active != faults_.end() && on_end_) on_end_(*active, FaultEnd::tape);
      (void)remove(entry.fault, instant_of(entry));  // the tape of a run in which it ended by itself has it too
    } else if (entry.parameters && check(*entry.parameters) && faults_.size() < kMaxFaults) {
      ActiveFault active{*entry.parameters, entry.fault};
      if (!certain(active.fault)) active.script = scripts_[entry.fault];
      put(std::move(active), instant_of(entry));
    }
  }
}

void FaultBoard::end_frame(world::Instant now) {
  ended_ = now;
  if (!faults_.empty()) end_those_that_are_over(now, true);
}

std::optional<world::Instant> FaultBoard::next_edge(world::Instant now) const {
  std::optional<world::Instant> next;
  const auto at = [&](world::Instant when) {
    if (when > now && (!next || when < *next)) next = when;
  };
  if (const auto tape = next_of_tape()) at(std::max(*tape, now + world::Duration(1)));
  for (const ActiveFault& active : faults_) {
    at(active.from);
    if (active.until) at(*active.until);
  }
  return next;
}

std::optional<Strike> FaultBoard::strike(ActiveFault& active, ClientId client, std::string_view part,
                                         world::Instant now) {
  ActiveFault::Target target{client, std::string(part)};
  auto stream = active.streams.find(target);
  if (stream == active.streams.end()) {
    if (active.streams.size() >= kMaxStreams) return std::nullopt;
    const std::string name = "fault/" + std::to_string(client) + "/" + target.second;
    stream = active.streams.emplace(target, ActiveFault::Stream{world::Random(active.seed, name)}).first;
  }
  const std::uint64_t match = ++stream->second.matches;
  ++active.matches;
  Strike strike;
  const bool sure = certain(active.fault);
  if (active.script) {
    std::deque<TapeEntry>& script = (*active.script)[target];
    while (!script.empty() && script.front().match < match) script.pop_front();
    if (script.empty() || script.front().match != match) return std::nullopt;
    strike.played_ = std::move(script.front());
    script.pop_front();
  } else {
    strike.random_ = &stream->second.random;
    const bool chance = active.fault.info().chance && !sure;
    if (chance && match % static_cast<std::uint64_t>(active.fault.whole("every")) != 0) return std::nullopt;
    const double probability = chance ? active.fault.number("probability") : 1;
    if (probability < 1 && stream->second.random.unit() >= probability) return std::nullopt;
  }
  ++active.hits;
  if (sure && match != 1) return strike;
  strike.record_ = record(TapeEvent::struck, active.id, now);
  if (strike.record_ != nullptr) {
    strike.record_->client = client;
    strike.record_->part = std::move(target.second);
    strike.record_->match = match;
  }
  return strike;
}

void FaultBoard::take_back(ActiveFault& active, Strike& strike) {
  --active.hits;
  if (strike.record_ != nullptr) tape_.forget_last();
  strike.record_ = nullptr;
}

std::optional<ExceptionReply> FaultBoard::exception_for(const ClientName& client, std::string_view message,
                                                        std::optional<std::uint32_t> request_id, world::Instant now) {
  std::optional<ExceptionReply> reply;
  each(FaultLayer::session, client, now, [&](ActiveFault& active) {
    if (reply || active.fault.kind() != FaultKind::exception_reply) return;
    if (!active.chooses({message, request_id}) || !strike(active, client.id, {}, now)) return;
    reply = ExceptionReply{static_cast<std::uint32_t>(active.fault.whole("exception")),
                           static_cast<std::uint32_t>(active.fault.whole("index"))};
  });
  return reply;
}

bool FaultBoard::strikes(FaultKind kind, const ClientName& client, world::Instant now) {
  bool struck = false;
  each(FaultLayer::session, client, now, [&](ActiveFault& active) {
    struck = struck || (active.fault.kind() == kind && strike(active, client.id, {}, now).has_value());
  });
  return struck;
}

const ActiveFault* FaultBoard::in_force(FaultKind kind, world::Instant now) const {
  if (!any(info_of(kind).layer)) return nullptr;
  const ActiveFault* last = nullptr;
  for (const ActiveFault& active : faults_) {
    if (active.fault.kind() == kind && active.in_force(now)) last = &active;
  }
  return last;
}

}  // namespace checkride::emulator
