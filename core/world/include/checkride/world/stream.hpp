// Stream: one byte stream in both worlds, with Asio's AsyncReadStream and AsyncWriteStream, so that Beast runs over it.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "checkride/result/result.hpp"
#include "checkride/world/prefetch.hpp"
#include "checkride/world/task.hpp"
#include "checkride/world/waiter.hpp"

namespace checkride::world {

// An address and a port. `host` is an IP literal once resolved, a name before.
struct Endpoint {
  std::string host;
  std::uint16_t port = 0;
  // "127.0.0.1:5111", "[::1]:5111".
  std::string text() const;
  bool operator==(const Endpoint&) const = default;
};

// "127.0.0.1:5111", "[::1]:5111", "localhost:0"; anything else is an error that says what was expected.
Result<Endpoint> parse_endpoint(std::string_view text);

// What a world implements for a connected stream. One read and one write may be pending at a time.
class StreamBackend {
 public:
  virtual ~StreamBackend() = default;
  virtual asio::any_io_executor executor() = 0;
  // At least one byte or an error (asio::error::eof at the peer's orderly end).
  virtual void read_some(std::span<std::byte> into, Waiter waiter) = 0;
  virtual void write_some(std::span<const std::byte> bytes, Waiter waiter) = 0;
  // What can be moved here and now; never while an operation of the same direction is pending.
  virtual Result<std::size_t> try_read(std::span<std::byte> into) = 0;
  virtual Result<std::size_t> try_write(std::span<const std::byte> bytes) = 0;
  // Sends the orderly end; reading goes on.
  virtual void shutdown_send() = 0;
  // Orderly end in both directions; pending operations complete with operation_aborted.
  virtual void close() = 0;
  // The peer sees a reset.
  virtual void reset() = 0;
  virtual Endpoint local() const = 0;
  virtual Endpoint remote() const = 0;
};

class Stream {
 public:
  using executor_type = asio::any_io_executor;
  using lowest_layer_type = Stream;

  Stream() = default;
  explicit Stream(std::unique_ptr<StreamBackend> backend) : backend_(std::move(backend)) {}

  executor_type get_executor() { return backend_->executor(); }
  bool is_open() const { return backend_ != nullptr; }
  // It is going to be used: its memory may come near meanwhile.
  void prefetch() const { world::prefetch(backend_.get(), kBackendBytes); }
  void shutdown_send() { backend_->shutdown_send(); }
  void close() { backend_->close(); }
  void reset() { backend_->reset(); }
  Endpoint local() const { return backend_->local(); }
  Endpoint remote() const { return backend_->remote(); }

  // Moves what can be moved without waiting: 0 to all bytes; 0 says nothing about the end, which reading tells. Saves
  // the turn of the event loop that a pending operation takes. Not while an operation of the same direction is pending.
  // Errors: as of the operation that waits, with the peer's address.
  Result<std::size_t> try_read(std::span<std::byte> into) { return backend_->try_read(into); }
  Result<std::size_t> try_write(std::span<const std::byte> bytes) { return backend_->try_write(bytes); }

  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    return asio::async_initiate<Token, void(ErrorCode, std::size_t)>(
        [](auto handler, StreamBackend* backend, asio::mutable_buffer into) {
          backend->read_some({static_cast<std::byte*>(into.data()), into.size()}, Waiter(std::move(handler)));
        },
        token, backend_.get(), first_buffer<asio::mutable_buffer>(buffers));
  }

  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    return asio::async_initiate<Token, void(ErrorCode, std::size_t)>(
        [](auto handler, StreamBackend* backend, asio::const_buffer bytes) {
          backend->write_some({static_cast<const std::byte*>(bytes.data()), bytes.size()}, Waiter(std::move(handler)));
        },
        token, backend_.get(), first_buffer<asio::const_buffer>(buffers));
  }

 private:
  // Asio's contract allows a part to be transferred, so one non-empty buffer of the sequence is enough.
  template <class Buffer, class Buffers>
  static Buffer first_buffer(const Buffers& buffers) {
    const auto end = asio::buffer_sequence_end(buffers);
    for (auto it = asio::buffer_sequence_begin(buffers); it != end; ++it) {
      if (Buffer buffer(*it); buffer.size() != 0) return buffer;
    }
    return Buffer();
  }

  static constexpr std::size_t kBackendBytes = 128;  // what reading and writing touch of it

  std::unique_ptr<StreamBackend> backend_;
};

// What most code uses. Errors carry the peer's address. End of stream is asio::error::eof.
Task<Result<std::size_t>> read_some(Stream& stream, std::span<std::byte> into);
// Writes all of `bytes`, which must stay valid until it returns.
Task<Result<>> write_all(Stream& stream, std::span<const std::byte> bytes);
Task<Result<>> write_all(Stream& stream, std::string_view bytes);

}  // namespace checkride::world
