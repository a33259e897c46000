// Connection: two sides and the two pipes between them; Socket: the stream backend that a program holds.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>

#include "checkride/world/stream.hpp"
#include "virtual/host_loop.hpp"
#include "virtual/pipe.hpp"

namespace checkride::world::sim {

class Connection;
// All connections there are, by the order in which they were made.
using ConnectionIndex = std::map<std::uint64_t, Connection*>;

// What one host has of a connection.
class Side final : private OperationOwner, private Timer {
 public:
  // `serves`: the other side made the connection.
  Side(HostLoop& host, Link& out, Endpoint local, bool serves);
  ~Side() { host_.scheduler().disarm(*this); }
  void face(Side& peer, std::uint64_t connection) {
    peer_ = &peer;
    connection_ = connection;
  }

  HostLoop& host() const { return host_; }
  const Endpoint& local() const { return local_; }
  Pipe& out() { return out_; }

  void read_some(std::span<std::byte> into, Waiter waiter);
  void write_some(std::span<const std::byte> bytes, Waiter waiter);
  Result<std::size_t> read_now(std::span<std::byte> into);
  Result<std::size_t> write_now(std::span<const std::byte> bytes);
  void shutdown_send() { out_.send_end(End::orderly); }
  // As the system does it: data that nobody read turns the orderly end into a reset.
  void close();
  void reset();
  // The host crashed: nothing that its program's destructors do reaches the network any more.
  void fence();
  // The host knows nothing of the connection any more, and tells nobody.
  void forget_connection();
  // The link that carries what this side reads, or the acknowledgements of what it writes, works again.
  void link_resumed();

 private:
  void forget(Operation& operation) noexcept override;
  std::string describe(const Operation& operation) const override;
  void fire() override;  // room in the buffer was announced
  void arrived();
  void try_read();
  void try_write();
  // Moves at most `most` bytes, of which the link decides how many; `most` > 0.
  std::size_t receive(std::span<std::byte> into, std::size_t most);
  std::size_t send(std::span<const std::byte> bytes, std::size_t most);
  // Why nothing can be sent any more; none: something can.
  ErrorCode write_error();
  void announce_room();
  void finish_reads(ErrorCode code);
  void finish_writes(ErrorCode code);
  Pipe& in() { return peer_->out_; }
  void tell_end(End end);

  HostLoop& host_;
  Side* peer_ = nullptr;
  std::uint64_t connection_ = 0;
  bool serves_;
  Pipe out_;
  Endpoint local_;
  Operation* reader_ = nullptr;
  Operation* writer_ = nullptr;
  std::span<std::byte> into_;
  std::span<const std::byte> from_;
  bool closed_ = false;
  bool forgotten_ = false;
  bool end_told_ = false;
};

class Connection {
 public:
  Connection(ConnectionIndex& index, std::uint64_t number, Link& there, Link& back, Endpoint client, Endpoint server);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  Side& client() { return client_; }
  Side& server() { return server_; }

 private:
  ConnectionIndex& index_;
  std::uint64_t number_;
  Side client_;
  Side server_;
};

class Socket final : public StreamBackend {
 public:
  Socket(std::shared_ptr<Connection> connection, Side& side, Endpoint remote)
      : connection_(std::move(connection)), side_(side), remote_(std::move(remote)) {}
  ~Socket() override { side_.close(); }

  asio::any_io_executor executor() override { return side_.host().executor(); }
  void read_some(std::span<std::byte> into, Waiter waiter) override { side_.read_some(into, std::move(waiter)); }
  void write_some(std::span<const std::byte> bytes, Waiter waiter) override {
    side_.write_some(bytes, std::move(waiter));
  }
  Result<std::size_t> try_read(std::span<std::byte> into) override { return side_.read_now(into); }
  Result<std::size_t> try_write(std::span<const std::byte> bytes) override { return side_.write_now(bytes); }
  void shutdown_send() override { side_.shutdown_send(); }
  void close() override { side_.close(); }
  void reset() override { side_.reset(); }
  Endpoint local() const override { return side_.local(); }
  Endpoint remote() const override { return remote_; }

 private:
  std::shared_ptr<Connection> connection_;
  Side& side_;
  Endpoint remote_;
};

}  // namespace checkride::world::sim
