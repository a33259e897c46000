// GET /v1/stream: Server-Sent Events (HTML, 9.2) of what happens, and of the state as often as it is wanted.
#include <algorithm>
#include <charconv>
#include <utility>

#include "checkride/values/diagnostic.hpp"
#include "checkride/values/json.hpp"
#include "checkride/values/suggest.hpp"
#include "control/call_json.hpp"
#include "control/handlers.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;
using http::error_response;

constexpr std::array<std::string_view, 5> kKinds{"state", "client", "call", "fault", "system"};
constexpr double kStateHzMax = 60;
// A comment is sent when nothing else was for so long: somebody who is gone is noticed by it.
constexpr world::Duration kStillThere = 15s;
// What one write holds at most, and so what waits for a slow reader: the rest stands in the journal. Who falls behind
// it is told how much was lost; who takes nothing at all is dropped by the server's limit of a write.
constexpr std::size_t kPieceBytes = 64 * 1024;

struct Wanted {
  std::vector<std::string_view> kinds{kKinds.begin(), kKinds.end()};
  double state_hz = 4;
  std::uint64_t after = 0;

  bool has(std::string_view kind) const { return std::find(kinds.begin(), kinds.end(), kind) != kinds.end(); }
};

void append_event(std::string& out, std::string_view kind, std::string_view data, std::uint64_t id = 0) {
  if (id != 0) out += "id: " + std::to_string(id) + "\n";
  out.append("event: ").append(kind).append("\ndata: ").append(data).append("\n\n");
}

// One reader: its place in the journal and the time of its next state.
class EventSource final : public http::BodySource {
 public:
  EventSource(ControlContext context, Wanted wanted)
      : context_(std::move(context)), wanted_(std::move(wanted)), place_(wanted_.after) {
    next_state_ = context_.clock->now();
    ++context_.recorder->journal().readers;
  }
  ~EventSource() override { --context_.recorder->journal().readers; }
  EventSource(const EventSource&) = delete;
  EventSource& operator=(const EventSource&) = delete;

  world::Task<std::string> next() override {
    EventJournal& journal = context_.recorder->journal();
    world::Clock& clock = *context_.clock;
    const world::Instant patience = clock.now() + kStillThere;
    while (true) {
      std::string piece = ready(clock.now());
      if (!piece.empty()) co_return piece;
      if (clock.now() >= patience) co_return std::string(": still there\n\n");
      const world::Instant until = wants_state() ? std::min(patience, next_state_) : patience;
      (void)co_await journal.changed().wait_until(clock, until);  // both ends are looked at above
    }
  }

 private:
  bool wants_state() const { return wanted_.has("state") && wanted_.state_hz > 0; }

  // What there is to say now.
  std::string ready(world::Instant now) {
    std::string piece;
    if (!std::exchange(greeted_, true)) piece = "retry: 1000\n: the events of a simulator\n\n";
    append_news(piece);
    if (wants_state() && now >= next_state_) {
      append_event(piece, "state", state_at(now));
      const world::Duration period = world::from_seconds(1 / wanted_.state_hz);
      next_state_ = std::max(next_state_ + period, now);
    }
    return piece;
  }

  // Made once for all who are told at about the same time.
  const std::string& state_at(world::Instant now) {
    auto& told = context_.recorder->journal().told_state;
    if (!told || now >= told->fresh_until) {
      context_.simulation.advance_to(context_.now());
      told = EventJournal::ToldState{state_document(context_), now + EventJournal::kStateFresh};
    }
    return told->document;
  }

  void append_news(std::string& piece) {
    const EventJournal& journal = context_.recorder->journal();
    while (piece.size() < kPieceBytes) {
      const JournalEntry* entry = journal.after(place_);
      if (entry == nullptr) return;
      const std::uint64_t lost = entry->id - place_ - 1;
      if (lost != 0) append_event(piece, "lost", "{\"events\":" + std::to_string(lost) + "}");
      place_ = entry->id;
      if (wanted_.has(entry->kind)) append_entry(piece, *entry);
    }
  }

  void append_entry(std::string& piece, const JournalEntry& entry) {
    if (entry.call == 0) return append_event(piece, entry.kind, entry.data, entry.id);
    const ClientCalls* client = context_.recorder->calls().find(entry.client);
    const Call* call = context_.recorder->calls().find_call(entry.client, entry.call);
    if (call == nullptr) return;  // the log had no room for it any more, or was emptied
    std::string data;
    values::json::Writer json(data);
    write_call(json, *client, *call, context_.simulation.frame_time(0));
    append_event(piece, entry.kind, data, entry.id);
  }

  ControlContext context_;
  Wanted wanted_;
  std::uint64_t place_;
  world::Instant next_state_;
  bool greeted_ = false;
};

std::optional<std::string_view> kind_named(std::string_view word) {
  for (const std::string_view kind : kKinds) {
    if (kind == word) return kind;
  }
  return std::nullopt;
}

Result<> read_kinds(std::string_view list, Wanted& wanted) {
  wanted.kinds.clear();
  if (list.empty()) return Error::invalid("events: name some of state, client, call, fault, system, or leave it out");
  while (!list.empty()) {
    const std::string_view word = list.substr(0, list.find(','));
    list.remove_prefix(std::min(word.size() + 1, list.size()));
    const auto kind = kind_named(word);
    if (!kind) {
      return Error::invalid("events: there is no " + values::quote(word) + values::suggestion(word, kKinds) +
                            "; there are state, client, call, fault, system");
    }
    wanted.kinds.push_back(*kind);
  }
  return {};
}

Result<> read_number(std::string_view name, std::string_view text, auto& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc() && end == text.data() + text.size()) return {};
  return Error::invalid(std::string(name) + ": " + values::quote(text) + " is no whole number from 0 up");
}

Result<Wanted> read_wanted(const http::Request& request, std::uint64_t last) {
  Wanted wanted;
  wanted.after = last;
  if (const auto kinds = request.query("events")) TRY_VOID(read_kinds(*kinds, wanted));
  if (const auto hz = request.query("state_hz")) {
    TRY_VOID(read_number("state_hz", *hz, wanted.state_hz));
    if (!(wanted.state_hz >= 0 && wanted.state_hz <= kStateHzMax)) {
      return Error::invalid("state_hz: 0 (no state) to 60 times a second of the world");
    }
  }
  if (const auto id = request.headers.find("Last-Event-ID")) {
    TRY_VOID(read_number("Last-Event-ID", *id, wanted.after));
    wanted.after = std::min(wanted.after, last);  // of an emulator that ran before this one
  }
  return wanted;
}

}  // namespace

http::Response get_stream(const ControlCall& call) {
  auto wanted = read_wanted(call.request, call.context.recorder->journal().last());
  if (!wanted) return error_response(400, "bad_request", wanted.error().message());
  if (call.context.recorder->journal().readers >= kStreamReadersMax) {
    return error_response(503, "too_many_readers",
                          std::to_string(kStreamReadersMax) + " readers have a stream already: end some of them");
  }
  http::Response response;
  response.headers.add("Content-Type", "text/event-stream");
  response.headers.add("Cache-Control", "no-store");
  response.stream = std::make_shared<EventSource>(call.context, std::move(*wanted));
  return response;
}

}  // namespace checkride::emulator
