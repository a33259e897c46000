#include "virtual/connection.hpp"

#include <algorithm>
#include <boost/asio/error.hpp>
#include <utility>

#include "checkride/result/assert.hpp"
#include "checkride/world/network_tap.hpp"

namespace checkride::world::sim {

Side::Side(HostLoop& host, Link& out, Endpoint local, bool serves)
    : host_(host),
      serves_(serves),
      out_(out, host.scheduler(), [this] { peer_->arrived(); }),
      local_(std::move(local)) {}

void Side::read_some(std::span<std::byte> into, Waiter waiter) {
  CHECKRIDE_ASSERT(reader_ == nullptr);  // One read at a time.
  reader_ = host_.scheduler().begin(host_, Wait::read, this, std::move(waiter));
  into_ = into;
  if (reader_ != nullptr) try_read();
}

void Side::write_some(std::span<const std::byte> bytes, Waiter waiter) {
  CHECKRIDE_ASSERT(writer_ == nullptr);  // One write at a time.
  writer_ = host_.scheduler().begin(host_, Wait::write, this, std::move(waiter));
  from_ = bytes;
  if (writer_ != nullptr) try_write();
}

std::size_t Side::receive(std::span<std::byte> into, std::size_t most) {
  const std::size_t count = most == 0 ? 0 : in().receive(into, in().link().portion(most));
  Scheduler& scheduler = host_.scheduler();
  scheduler.trace(host_, Kind::received, count);
  scheduler.trace_bytes(into.data(), count);
  if (NetworkTap* const tap = scheduler.tap(); tap != nullptr && count > 0) {
    tap->passed(connection_, serves_, into.first(count));
  }
  peer_->announce_room();
  return count;
}

void Side::try_read() {
  if (closed_) return finish_reads(asio::error::operation_aborted);
  if (forgotten_) return finish_reads(asio::error::connection_reset);
  if (const std::size_t most = std::min(in().available(), into_.size()); most > 0 || into_.empty()) {
    const std::size_t count = receive(into_, most);
    host_.scheduler().complete(*std::exchange(reader_, nullptr), {}, count);
    return;
  }
  tell_end(in().arrived_end());
  switch (in().arrived_end()) {
    case End::orderly:
      return finish_reads(asio::error::eof);
    case End::reset:
      return finish_reads(asio::error::connection_reset);
    case End::none:
      in().watch();
  }
}

void Side::tell_end(End end) {
  NetworkTap* const tap = host_.scheduler().tap();
  if (end == End::none || tap == nullptr || std::exchange(end_told_, true)) return;
  tap->ended(connection_, serves_, end == End::reset);
}

Result<std::size_t> Side::read_now(std::span<std::byte> into) {
  CHECKRIDE_ASSERT(reader_ == nullptr);
  if (closed_) return Error(asio::error::operation_aborted, peer_->local_.text());
  const std::size_t most = forgotten_ ? 0 : std::min(in().available(), into.size());
  return most == 0 ? 0 : receive(into, most);
}

ErrorCode Side::write_error() {
  if (closed_) return asio::error::operation_aborted;
  if (forgotten_ || in().arrived_end() == End::reset) return asio::error::connection_reset;
  if (out_.ended_by_sender()) return asio::error::broken_pipe;
  return {};
}

std::size_t Side::send(std::span<const std::byte> bytes, std::size_t most) {
  const std::size_t count = most == 0 ? 0 : out_.link().portion(most);
  Scheduler& scheduler = host_.scheduler();
  scheduler.trace(host_, Kind::sent, count);
  scheduler.trace_bytes(bytes.data(), count);
  if (count > 0) out_.send(bytes.first(count));
  if (peer_->closed_) peer_->out_.send_end(End::reset, out_.link().options().latency);
  return count;
}

void Side::try_write() {
  if (const ErrorCode error = write_error()) return finish_writes(error);
  const std::size_t most = std::min(out_.space(), from_.size());
  if (most == 0 && !from_.empty()) return in().watch();  // A reset ends the wait for room too.
  const std::size_t count = send(from_, most);
  host_.scheduler().complete(*std::exchange(writer_, nullptr), {}, count);
}

Result<std::size_t> Side::write_now(std::span<const std::byte> bytes) {
  CHECKRIDE_ASSERT(writer_ == nullptr);
  if (const ErrorCode error = write_error()) return Error(error, peer_->local_.text());
  const std::size_t most = std::min(out_.space(), bytes.size());
  return most == 0 ? 0 : send(bytes, most);
}

// Something of what this side watches for is here.
void Side::arrived() {
  if (reader_ != nullptr) try_read();
  if (writer_ == nullptr) return;
  if (in().arrived_end() == End::reset) return finish_writes(asio::error::connection_reset);
  in().watch();
}

// The peer has read: this side's writer hears of it one latency later.
void Side::announce_room() {
  if (writer_ == nullptr || armed() || in().link().blocked()) return;
  host_.scheduler().arm(*this, host_.scheduler().now() + in().link().options().latency.count());
}

void Side::fire() {
  if (writer_ != nullptr && !in().link().blocked()) try_write();
}

void Side::link_resumed() {
  announce_room();
}

void Side::finish_reads(ErrorCode code) {
  if (reader_ != nullptr) host_.scheduler().complete(*std::exchange(reader_, nullptr), code, 0);
}

void Side::finish_writes(ErrorCode code) {
  if (writer_ != nullptr) host_.scheduler().complete(*std::exchange(writer_, nullptr), code, 0);
}

void Side::close() {
  if (std::exchange(closed_, true)) return;
  out_.send_end(in().has_unread() ? End::reset : End::orderly);
  in().discard();
  finish_reads(asio::error::operation_aborted);
  finish_writes(asio::error::operation_aborted);
}

void Side::reset() {
  if (std::exchange(closed_, true)) return;
  out_.send_end(End::reset);
  in().discard();
  finish_reads(asio::error::operation_aborted);
  finish_writes(asio::error::operation_aborted);
}

void Side::fence() {
  if (closed_) return;
  out_.send_end(End::reset);
  in().discard();
  closed_ = true;
}

void Side::forget_connection() {
  if (closed_) return;
  out_.swallow();
  in().swallow();
  in().discard();
  forgotten_ = true;
  finish_reads(asio::error::connection_reset);
  finish_writes(asio::error::connection_reset);
}

void Side::forget(Operation& operation) noexcept {
  if (reader_ == &operation) reader_ = nullptr;
  if (writer_ == &operation) writer_ = nullptr;
}

std::string Side::describe(const Operation& operation) const {
  return (operation.wait == Wait::read ? "reading from " : "writing to ") + peer_->local_.text();
}

Connection::Connection(ConnectionIndex& index, std::uint64_t number, Link& there, Link& back, Endpoint client,
                       Endpoint server)
    : index_(index),
      number_(number),
      client_(there.from(), there, std::move(client), false),
      server_(back.from(), back, std::move(server), true) {
  client_.face(server_, number_);
  server_.face(client_, number_);
  index_.emplace(number_, this);
  if (NetworkTap* const tap = client_.host().scheduler().tap()) tap->opened(number_, client_.local(), server_.local());
}

Connection::~Connection() {
  index_.erase(number_);
  NetworkTap* const tap = client_.host().scheduler().tap();
  if (tap == nullptr) return;
  if (client_.out().reset_by_sender()) tap->ended(number_, true, true);
  if (server_.out().reset_by_sender()) tap->ended(number_, false, true);
  tap->gone(number_);
}

}  // namespace checkride::world::sim
