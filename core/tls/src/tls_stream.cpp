#include <array>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <optional>
#include <utility>

#include "checkride/result/assert.hpp"
#include "checkride/tls/tls.hpp"
#include "engine.hpp"

namespace checkride::tls {
namespace {

namespace asio = boost::asio;
using world::Stream;
using world::StreamBackend;
using world::Task;
using world::Waiter;
using world::World;

constexpr std::size_t kChunkBytes = 16 * 1024 + 512;  // a whole record at once

struct Company;

// What the stream and its operations under way share: the plain stream below and the engine.
struct Connection {
  Connection(World& world, std::shared_ptr<const Context> shared, bool client, const std::string& host, Stream below)
      : context(std::move(shared)), engine(world, *context, client, host), plain(std::move(below)) {}

  // What the engine has to say joins what is under way to the peer.
  void take_pending() {
    const std::span<const std::byte> pending = engine.pending();
    sending.append(reinterpret_cast<const char*>(pending.data()), pending.size());
    engine.taken(pending.size());
  }

  std::shared_ptr<const Context> context;
  Engine engine;
  Stream plain;
  std::array<std::byte, kChunkBytes> chunk;
  std::weak_ptr<Company> reading;  // `chunk` is being filled, for whom; empty: it is not
  std::string sending;             // encrypted, and not with the peer yet
  bool writing = false;            // `sending` is being written and must stay where it is
  bool ended = false;              // nothing more is sent
  bool closed = false;
};

// Who waits, and whether they have given up: a cancellation may come between two operations below, when there is none
// that it could reach.
struct Asker {
  explicit Asker(Waiter who) : waiter(std::move(who)), state(waiter.get_cancellation_slot()) {}
  bool gave_up() const { return state.cancelled() != asio::cancellation_type::none; }

  Waiter waiter;
  asio::cancellation_state state;
};

// The rest of an operation, to be done when the stream below is. It carries its waiter along: a world that drops what
// waits drops the waiter with it. A stream that is gone meanwhile is not touched.
template <class Then>
struct Continued {
  using executor_type = asio::any_io_executor;
  using cancellation_slot_type = asio::cancellation_slot;

  std::weak_ptr<Connection> connection;
  Asker asker;
  Then then;

  executor_type get_executor() const noexcept { return asker.waiter.executor(); }
  cancellation_slot_type get_cancellation_slot() const noexcept { return asker.state.slot(); }
  void operator()(ErrorCode code, std::size_t count) {
    const std::shared_ptr<Connection> alive = connection.lock();
    if (!alive) return asker.waiter(asio::error::operation_aborted, 0);
    then(alive, std::move(asker), code, count);
  }
};
template <class Then>
Waiter continued(const std::shared_ptr<Connection>& connection, Asker asker, Then then) {
  return Waiter(Continued<Then>{connection, std::move(asker), std::move(then)});
}

void complete(const std::shared_ptr<Connection>& connection, Asker asker, ErrorCode code, std::size_t count) {
  if (auto slot = asker.waiter.get_cancellation_slot(); slot.is_connected()) slot.clear();
  std::move(asker.waiter).post(connection->plain.get_executor(), code, count);
}

ErrorCode wrong() {
  return make_error_code(boost::system::errc::protocol_error);
}

// An end that TLS did not announce may be anybody's doing.
ErrorCode unannounced(ErrorCode code) {
  return code == asio::error::eof ? ErrorCode(asio::error::connection_reset) : code;
}

// A read or a write that is under way.
struct Operation {
  Asker asker;
  bool writes = false;
  std::span<std::byte> into{};         // of a read
  std::span<const std::byte> bytes{};  // of a write
};

// Who waits for the bytes that an operation of the other direction has asked for below: a write needs some too, where
// a message of TLS's own has come in half. Held by the read below, so that a world that drops it drops both.
struct Company {
  std::optional<Operation> other;
};

void go_on(const std::shared_ptr<Connection>& connection, Operation operation);

// The end of a read below. The companion goes on by itself whatever became of the one who began the read.
struct Received {
  using executor_type = asio::any_io_executor;
  using cancellation_slot_type = asio::cancellation_slot;

  std::weak_ptr<Connection> connection;
  std::shared_ptr<Company> company;
  Operation operation;

  executor_type get_executor() const noexcept { return operation.asker.waiter.executor(); }
  cancellation_slot_type get_cancellation_slot() const noexcept { return operation.asker.state.slot(); }
  void operator()(ErrorCode code, std::size_t count) {
    std::optional<Operation> other = std::exchange(company->other, std::nullopt);
    const std::shared_ptr<Connection> alive = connection.lock();
    if (!alive) {
      if (other) other->asker.waiter(asio::error::operation_aborted, 0);
      return operation.asker.waiter(asio::error::operation_aborted, 0);
    }
    alive->reading.reset();
    if (code) {
      complete(alive, std::move(operation.asker), unannounced(code), 0);
    } else {
      alive->engine.feed(std::span(alive->chunk).first(count));
      go_on(alive, std::move(operation));
    }
    if (other) go_on(alive, std::move(*other));
  }
};

// A cancellation of the companion reaches no operation below, so it is looked after here, in a turn of its own.
void accompany(const std::shared_ptr<Connection>& connection, const std::shared_ptr<Company>& company,
               Operation operation) {
  CHECKRIDE_ASSERT(!company->other);  // one read and one write at a time
  auto give_up = [weak = std::weak_ptr(connection), with = std::weak_ptr(company)] {
    const std::shared_ptr<Connection> alive = weak.lock();
    const std::shared_ptr<Company> waits = with.lock();
    if (!alive || !waits || !waits->other || !waits->other->asker.gave_up()) return;
    Operation left = std::move(*std::exchange(waits->other, std::nullopt));
    complete(alive, std::move(left.asker), asio::error::operation_aborted, 0);
  };
  if (asio::cancellation_slot slot = operation.asker.state.slot(); slot.is_connected()) {
    slot.assign([executor = connection->plain.get_executor(), give_up](asio::cancellation_type) {
      asio::post(executor, give_up);
    });
  }
  company->other.emplace(std::move(operation));
}

// Goes on when the engine has got more from the peer.
void receive(const std::shared_ptr<Connection>& connection, Operation operation) {
  if (operation.asker.gave_up()) {
    return complete(connection, std::move(operation.asker), asio::error::operation_aborted, 0);
  }
  if (const std::shared_ptr<Company> company = connection->reading.lock()) {
    return accompany(connection, company, std::move(operation));
  }
  auto company = std::make_shared<Company>();
  connection->reading = company;
  connection->plain.async_read_some(asio::buffer(connection->chunk),
                                    Waiter(Received{connection, std::move(company), std::move(operation)}));
}

void read_on(const std::shared_ptr<Connection>& connection, Operation operation) {
  Asker& asker = operation.asker;
  std::size_t count = 0;
  const Step step = operation.into.empty() ? Step::done : connection->engine.read(operation.into, &count);
  switch (step) {
    case Step::done:
      return complete(connection, std::move(asker), {}, count);
    case Step::wants_more:
      return receive(connection, std::move(operation));
    case Step::ended:
      return complete(connection, std::move(asker), asio::error::eof, 0);
    case Step::failed:
      return complete(connection, std::move(asker), wrong(), 0);
  }
}

// Everything encrypted goes to the peer before the write counts as done; what a cancelled one left goes first.
void flush(const std::shared_ptr<Connection>& connection, std::size_t count, Asker asker) {
  connection->take_pending();
  if (connection->sending.empty()) return complete(connection, std::move(asker), {}, count);
  if (asker.gave_up()) return complete(connection, std::move(asker), asio::error::operation_aborted, 0);
  auto then = [count](const std::shared_ptr<Connection>& alive, Asker asking, ErrorCode code, std::size_t sent) {
    alive->sending.erase(0, sent);
    alive->writing = false;
    if (code) return complete(alive, std::move(asking), code, 0);
    flush(alive, count, std::move(asking));
  };
  connection->writing = true;
  connection->plain.async_write_some(asio::buffer(connection->sending),
                                     continued(connection, std::move(asker), std::move(then)));
}

void write_on(const std::shared_ptr<Connection>& connection, Operation operation) {
  Asker& asker = operation.asker;
  if (connection->ended) return complete(connection, std::move(asker), asio::error::broken_pipe, 0);
  std::size_t count = 0;
  const Step step = operation.bytes.empty() ? Step::done : connection->engine.write(operation.bytes, &count);
  if (step == Step::done) return flush(connection, count, std::move(asker));
  if (step == Step::wants_more) return receive(connection, std::move(operation));
  complete(connection, std::move(asker), wrong(), 0);
}

void go_on(const std::shared_ptr<Connection>& connection, Operation operation) {
  if (connection->closed) {
    return complete(connection, std::move(operation.asker), asio::error::operation_aborted, 0);
  }
  return operation.writes ? write_on(connection, std::move(operation)) : read_on(connection, std::move(operation));
}

// The farewell, behind what is still to be sent, and then the end of the stream below. Nobody waits for it.
void send_end(const std::shared_ptr<Connection>& connection) {
  if (connection->sending.empty()) return connection->plain.shutdown_send();
  auto then = [weak = std::weak_ptr(connection)](ErrorCode code, std::size_t sent) {
    const std::shared_ptr<Connection> alive = weak.lock();
    if (!alive) return;
    alive->sending.erase(0, sent);
    alive->writing = false;
    if (!code) send_end(alive);
  };
  connection->writing = true;
  connection->plain.async_write_some(asio::buffer(connection->sending), Waiter(std::move(then)));
}

class TlsStream final : public StreamBackend {
 public:
  explicit TlsStream(std::shared_ptr<Connection> connection) : connection_(std::move(connection)) {}

  asio::any_io_executor executor() override { return connection_->plain.get_executor(); }
  void read_some(std::span<std::byte> into, Waiter waiter) override {
    go_on(connection_, Operation{Asker(std::move(waiter)), false, into, {}});
  }
  void write_some(std::span<const std::byte> bytes, Waiter waiter) override {
    go_on(connection_, Operation{Asker(std::move(waiter)), true, {}, bytes});
  }
  Result<std::size_t> try_read(std::span<std::byte> into) override {
    if (connection_->closed) return Error(asio::error::operation_aborted, remote().text());
    if (into.empty()) return std::size_t{0};
    std::size_t count = 0;
    Step step = connection_->engine.read(into, &count);
    if (step == Step::wants_more && connection_->reading.expired()) {
      TRY(const std::size_t got, connection_->plain.try_read(connection_->chunk));
      if (got == 0) return std::size_t{0};
      connection_->engine.feed(std::span(connection_->chunk).first(got));
      step = connection_->engine.read(into, &count);
    }
    if (step == Step::failed) return Error(wrong(), remote().text() + ": " + connection_->engine.reason());
    return step == Step::done ? count : 0;
  }
  // Nothing is known to be sent before the record is: writers wait.
  Result<std::size_t> try_write(std::span<const std::byte>) override { return std::size_t{0}; }
  void shutdown_send() override {
    if (std::exchange(connection_->ended, true) || connection_->writing) return;
    connection_->engine.say_goodbye();
    connection_->take_pending();
    send_end(connection_);
  }
  // The farewell goes as far as the peer takes it at once.
  void close() override {
    connection_->closed = true;
    if (!connection_->writing) {
      connection_->engine.say_goodbye();
      connection_->take_pending();
      send_at_once();
    }
    connection_->plain.close();
  }
  void reset() override { connection_->plain.reset(); }
  world::Endpoint local() const override { return connection_->plain.local(); }
  world::Endpoint remote() const override { return connection_->plain.remote(); }

 private:
  void send_at_once() {
    std::string& sending = connection_->sending;
    while (!sending.empty()) {
      const auto sent = connection_->plain.try_write(std::as_bytes(std::span(sending)));
      if (!sent || *sent == 0) break;
      sending.erase(0, *sent);
    }
  }

  std::shared_ptr<Connection> connection_;
};

// One message of the handshake from the peer. Errors name it.
Task<Result<>> hear(Connection& connection) {
  const auto count = co_await world::read_some(connection.plain, connection.chunk);
  if (!count) {
    const Error& error = count.error();
    const bool ended = error.code() == asio::error::eof || error.code() == asio::error::connection_reset;
    if (!ended) co_return error;
    connection.engine.tell_refusal("the peer ended the TLS handshake");
    co_return Error(asio::error::connection_reset, error.detail() + ": ended the TLS handshake");
  }
  connection.engine.feed(std::span(connection.chunk).first(*count));
  co_return Result<>();
}

Task<Result<Stream>> shake_hands(std::shared_ptr<Connection> connection) {
  for (;;) {
    const Step step = connection->engine.shake_hands();
    connection->take_pending();  // a refusal too is told to the peer
    const Result<> told = co_await world::write_all(connection->plain, connection->sending);
    connection->sending.clear();
    if (step == Step::failed || step == Step::ended) {
      connection->engine.tell_refusal(connection->engine.reason());
      co_return Error(wrong(), connection->plain.remote().text() + ": " + connection->engine.reason());
    }
    if (!told) co_return told.error();
    if (step == Step::done) {
      connection->engine.tell_agreement();
      co_return Stream(std::make_unique<TlsStream>(std::move(connection)));
    }
    CO_TRY_VOID(co_await hear(*connection));
  }
}

}  // namespace

Task<Result<Stream>> connect(World& world, Client client, Stream plain, std::string host) {
  if (host.empty() || host.find('\0') != std::string::npos) {
    co_return Error::invalid(plain.remote().text() + ": TLS needs the host's name to know its certificate by");
  }
  co_return co_await shake_hands(std::make_shared<Connection>(world, client.shared(), true, host, std::move(plain)));
}

Task<Result<Stream>> accept(World& world, Server server, Stream plain) {
  return shake_hands(std::make_shared<Connection>(world, server.shared(), false, std::string(), std::move(plain)));
}

}  // namespace checkride::tls
