#include "services/smtp_sink.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "checkride/result/assert.hpp"

namespace checkride::harness {

namespace {

constexpr std::size_t kReadBytes = 4096;

Served served_of(const world::Stream& stream, const SmtpReply& reply) {
  Served served;
  served.peer = stream.remote().host;
  served.method = to_string(reply.at);
  served.target = reply.address;
  const bool struck = reply.turn.strike != Strike::none;
  served.status = struck ? 0 : reply.code();
  served.bytes = struck ? 0 : reply.text.size();
  if (reply.turn.cut) served.bytes = std::min<std::uint64_t>(served.bytes, reply.turn.cut->bytes);
  served.complete = !struck && !reply.turn.cut;
  return served;
}

void end(world::Stream& stream, FaultEnd how) {
  if (how == FaultEnd::reset) stream.reset();
  if (how == FaultEnd::close) stream.close();
}

}  // namespace

SmtpService::SmtpService(ServicePlace place, SmtpSpec spec) : place_(std::move(place)), spec_(std::move(spec)) {
  CHECKRIDE_ASSERT(place_.mail != nullptr);
}

Result<> SmtpService::listen(const ServicePorts& ports) {
  if (spec_.tls != TlsMode::none) {
    TRY(tls_, ServiceTls::make(place_, faults_));
  }
  TRY(listener_, place_.world.network().listen(ports.at(std::string(kPort))));
  return {};
}

world::Task<> SmtpService::serve() {
  world::TaskGroup connections(place_.world.executor());
  while (true) {
    auto stream = co_await listener_->accept();
    if (!stream) break;  // closed
    connections.spawn("smtp connection", serve_connection(std::move(*stream)));
  }
}

Result<std::string> SmtpService::inject(const ServiceFault& fault) {
  TRY(std::string id, faults_.inject(fault.kind, fault.parameters_json));
  if (fault.kind == "greylisting") talk_faults_.forget();
  return id;
}

world::Task<> SmtpService::serve_connection(world::Stream stream) {
  const std::string peer = stream.remote().host;
  const bool at_once = spec_.tls == TlsMode::at_once;
  if (at_once) {
    auto secure = co_await shake_hands(std::move(stream));
    if (!secure) co_return note_handshake(peer);
    stream = std::move(*secure);
  }
  SmtpDialogue dialogue(spec_, talk_faults_, *place_.mail, peer, at_once);
  const bool over = co_await say(stream, dialogue.greeting(place_.world.clock().now()));
  if (!over) co_await talk(stream, dialogue);
  if (stream.is_open()) stream.close();  // a handshake that failed has taken it along
}

world::Task<> SmtpService::talk(world::Stream& stream, SmtpDialogue& dialogue) {
  std::array<char, kReadBytes> bytes;
  while (true) {
    auto reply = dialogue.next(place_.world.clock().now());
    if (!reply) {
      const auto count = co_await world::read_some(stream, std::as_writable_bytes(std::span(bytes)));
      if (!count) co_return;  // the client went away: what it finished is in the inbox
      dialogue.feed(std::string_view(bytes.data(), *count));
      continue;
    }
    const bool starts_tls = reply->starts_tls && reply->turn.strike == Strike::none && !reply->turn.cut;
    const bool over = co_await say(stream, std::move(*reply));
    if (over) co_return;
    if (!starts_tls) continue;
    const std::string peer = stream.remote().host;
    auto secure = co_await shake_hands(std::move(stream));
    if (!secure) co_return note_handshake(peer);
    stream = std::move(*secure);
    dialogue.secured();
  }
}

world::Task<bool> SmtpService::say(world::Stream& stream, SmtpReply reply) {
  note(stream, reply);
  const Strike strike = reply.turn.strike;
  FaultEnd how = strike == Strike::reset   ? FaultEnd::reset
                 : strike == Strike::stall ? FaultEnd::stall
                                           : FaultEnd::close;
  bool over = reply.ends || strike != Strike::none;
  std::string text = strike == Strike::none ? std::move(reply.text) : std::string();
  if (strike == Strike::garbage) text = kGarbage;
  if (strike == Strike::none && reply.turn.cut) {
    text.resize(std::min<std::size_t>(text.size(), reply.turn.cut->bytes));
    how = reply.turn.cut->end;
    over = true;
  }
  if (!text.empty()) {
    const auto written = co_await world::write_all(stream, std::string_view(text));
    if (!written) co_return true;
  }
  if (over && how == FaultEnd::stall) co_await be_silent(stream);
  if (over) end(stream, how);
  co_return over;
}

world::Task<> SmtpService::be_silent(world::Stream& stream) {
  std::array<std::byte, kReadBytes> bytes;
  while (true) {
    const auto count = co_await world::read_some(stream, bytes);
    if (!count) co_return;
  }
}

world::Task<Result<world::Stream>> SmtpService::shake_hands(world::Stream plain) {
  tls::Server server = co_await tls_->greet();
  co_return co_await tls::accept(place_.world, std::move(server), std::move(plain));
}

// What was done or refused, or broke off.
void SmtpService::note(const world::Stream& stream, const SmtpReply& reply) {
  if (place_.served == nullptr) return;
  const bool took = reply.at == SmtpAt::message;
  Served served = served_of(stream, reply);
  if (took || reply.refuses() || !served.complete) place_.served->add(std::move(served));
}

void SmtpService::note_handshake(const std::string& peer) {
  if (place_.served == nullptr) return;
  Served served;
  served.peer = peer;
  served.method = "tls";
  served.complete = false;
  place_.served->add(std::move(served));
}

}  // namespace checkride::harness
