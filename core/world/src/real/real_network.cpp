#include "real/real_network.hpp"

#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <cerrno>
#include <utility>

#include "real/signals_held.hpp"

namespace checkride::world::real {
namespace {

using asio::ip::tcp;

constexpr auto kAsTuple = asio::as_tuple(asio::use_awaitable);

Endpoint endpoint_of(const tcp::endpoint& address) {
  Endpoint endpoint;
  endpoint.host = address.address().to_string();
  endpoint.port = address.port();
  return endpoint;
}

void throw_if_cancelled(ErrorCode code, const asio::cancellation_state& state) {
  if (code == asio::error::operation_aborted && state.cancelled() != asio::cancellation_type::none) {
    throw boost::system::system_error(code);
  }
}

class Socket final : public StreamBackend {
 public:
  explicit Socket(tcp::socket socket) : socket_(std::move(socket)) {
    ErrorCode ignored;  // A peer that is gone already shows at the first read.
    socket_.set_option(tcp::no_delay(true), ignored);
    local_ = endpoint_of(socket_.local_endpoint(ignored));
    remote_ = endpoint_of(socket_.remote_endpoint(ignored));
  }

  asio::any_io_executor executor() override { return socket_.get_executor(); }
  void read_some(std::span<std::byte> into, Waiter waiter) override {
    socket_.async_read_some(asio::buffer(into.data(), into.size()), std::move(waiter));
  }
  void write_some(std::span<const std::byte> bytes, Waiter waiter) override {
    socket_.async_write_some(asio::buffer(bytes.data(), bytes.size()), std::move(waiter));
  }
  // An end is told as "nothing now": who reads on hears of it.
  Result<std::size_t> try_read(std::span<std::byte> into) override {
    return moved(::recv(socket_.native_handle(), into.data(), into.size(), MSG_DONTWAIT));
  }
  Result<std::size_t> try_write(std::span<const std::byte> bytes) override {
    return moved(::send(socket_.native_handle(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL));
  }
  void shutdown_send() override {
    ErrorCode ignored;  // Not connected any more: the peer knows.
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
  }
  void close() override {
    ErrorCode ignored;  // Nothing can be done about a socket that fails to close.
    socket_.close(ignored);
  }
  void reset() override {
    ErrorCode ignored;
    socket_.set_option(asio::socket_base::linger(true, 0), ignored);
    socket_.close(ignored);
  }
  Endpoint local() const override { return local_; }
  Endpoint remote() const override { return remote_; }

 private:
  Result<std::size_t> moved(ssize_t count) const {
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) return std::size_t{0};
    return Error(ErrorCode(errno, boost::system::system_category()), remote_.text());
  }

  tcp::socket socket_;
  Endpoint local_;
  Endpoint remote_;
};

}  // namespace

class TcpListener final : public Listener {
 public:
  TcpListener(tcp::acceptor acceptor, std::shared_ptr<OpenListeners> all)
      : acceptor_(std::move(acceptor)),
        all_(std::move(all)),
        state_(std::make_shared<State>(acceptor_.get_executor())),
        local_(endpoint_of(acceptor_.local_endpoint())) {
    all_->push_back(this);
  }
  ~TcpListener() override { std::erase(*all_, this); }

  Task<Result<Stream>> accept() override {
    const std::string where = local_.text();
    const std::shared_ptr<State> state = state_;
    auto [code, socket] = co_await acceptor_.async_accept(kAsTuple);
    if (!code) co_return Stream(std::make_unique<Socket>(std::move(socket)));
    // The listener may be gone.
    const asio::cancellation_state cancellation = co_await asio::this_coro::cancellation_state;
    throw_if_cancelled(code, cancellation);
    while (state->held && !state->closed) co_await state->changed.wait();
    co_return Error(code, where);
  }
  Endpoint local() const override { return local_; }
  void close() override {
    ErrorCode ignored;
    acceptor_.close(ignored);
    state_->closed = true;
    state_->changed.notify_all();
  }
  // The socket for a successor: this listener accepts nothing from now on, until it is closed, and clients wait.
  Descriptor hold() {
    if (!acceptor_.is_open()) return Descriptor();
    Descriptor copy(::fcntl(acceptor_.native_handle(), F_DUPFD_CLOEXEC, 0));
    if (!copy) return copy;
    state_->held = true;
    ErrorCode ignored;
    acceptor_.close(ignored);  // the copy keeps the socket open, and whoever waits at it
    return copy;
  }

 private:
  struct State {
    explicit State(const asio::any_io_executor& executor) : changed(executor) {}
    bool held = false;
    bool closed = false;
    Notifier changed;
  };

  tcp::acceptor acceptor_;
  std::shared_ptr<OpenListeners> all_;
  std::shared_ptr<State> state_;  // outlives the listener in an accept() that waits
  Endpoint local_;
};

namespace {

// What a host name means for listening: no look-up that could block.
Result<asio::ip::address> listen_address(const Endpoint& where) {
  ErrorCode code;
  const asio::ip::address address = asio::ip::make_address(where.host == "localhost" ? "127.0.0.1" : where.host, code);
  if (code) return Error(make_error_code(boost::system::errc::address_not_available), where.text());
  return address;
}

Task<Result<std::vector<tcp::endpoint>>> look_up(asio::io_context& context, Endpoint what) {
  std::vector<tcp::endpoint> found;
  ErrorCode not_literal;
  const asio::ip::address literal = asio::ip::make_address(what.host, not_literal);
  if (!not_literal) {
    found.emplace_back(literal, what.port);
    co_return found;
  }
  tcp::resolver resolver(context);
  const std::string port = std::to_string(what.port);
  // The first of them starts the thread that asks.
  const auto [code, results] =
      co_await asio::async_initiate<decltype(kAsTuple), void(ErrorCode, tcp::resolver::results_type)>(
          [](auto handler, tcp::resolver* by, const std::string* host, const std::string* service) {
            const SignalsHeld held;
            by->async_resolve(*host, *service, tcp::resolver::numeric_service, std::move(handler));
          },
          kAsTuple, &resolver, &what.host, &port);
  if (code) {
    const asio::cancellation_state state = co_await asio::this_coro::cancellation_state;
    throw_if_cancelled(code, state);
    co_return Error(code, what.host);
  }
  for (const auto& entry : results) found.push_back(entry.endpoint());
  co_return found;
}

void set_tcp(tcp::socket& socket, int option, int value) {
  // A kernel that refuses one of these leaves the connection as it would be without: the deadlines above still hold.
  (void)::setsockopt(socket.native_handle(), IPPROTO_TCP, option, &value, sizeof value);
}

// The port is chosen when it connects, so that connections to different places may have the same.
ErrorCode bind_to(tcp::socket& socket, const std::string& address, const tcp& family) {
  ErrorCode code;
  const asio::ip::address from = asio::ip::make_address(address, code);
  if (!code) socket.open(family, code);
  if (code) return code;
  const int yes = 1;
  // A kernel that does not know it chooses the port now, which is as good for few.
  (void)::setsockopt(socket.native_handle(), IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &yes, sizeof yes);
  socket.bind(tcp::endpoint(from, 0), code);
  return code;
}

// Half-open connections are found by the kernel, even where nobody reads or writes.
void watch_peer(tcp::socket& socket, const PeerWatch& watch) {
  const auto seconds = [](Duration duration) {
    return static_cast<int>(std::chrono::ceil<std::chrono::seconds>(duration).count());
  };
  ErrorCode ignored;  // A peer that is gone already shows at the first read.
  socket.set_option(asio::socket_base::keep_alive(true), ignored);
  set_tcp(socket, TCP_KEEPIDLE, seconds(watch.idle));
  set_tcp(socket, TCP_KEEPINTVL, seconds(watch.interval));
  set_tcp(socket, TCP_KEEPCNT, watch.probes);
  const auto limit = std::chrono::ceil<std::chrono::milliseconds>(watch.user_timeout);
  set_tcp(socket, TCP_USER_TIMEOUT, static_cast<int>(limit.count()));
}

}  // namespace

Task<Result<std::vector<std::string>>> RealNetwork::resolve(std::string name) {
  Endpoint what;
  what.host = name;
  CO_TRY(const std::vector<tcp::endpoint> found, co_await look_up(context_, what));
  std::vector<std::string> addresses;
  for (const tcp::endpoint& endpoint : found) addresses.push_back(endpoint.address().to_string());
  co_return addresses;
}

RealNetwork::RealNetwork(asio::io_context& context, const PeerWatch& watch)
    : context_(context), watch_(watch), listeners_(std::make_shared<OpenListeners>()) {}

std::vector<HeldListener> RealNetwork::hold_listeners() {
  std::vector<HeldListener> held;
  for (TcpListener* listener : *listeners_) {
    Descriptor socket = listener->hold();
    if (socket) held.push_back({listener->name(), std::move(socket)});
  }
  return held;
}

std::unique_ptr<Listener> RealNetwork::adopt(int descriptor) {
  int listens = 0;
  socklen_t size = sizeof(listens);
  if (::getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) != 0 || listens == 0) return nullptr;
  sockaddr_storage address{};
  size = sizeof(address);
  if (::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) != 0) return nullptr;
  if (address.ss_family != AF_INET && address.ss_family != AF_INET6) return nullptr;
  tcp::acceptor acceptor(context_);
  ErrorCode code;
  acceptor.assign(address.ss_family == AF_INET ? tcp::v4() : tcp::v6(), descriptor, code);
  if (code) return nullptr;
  return std::make_unique<TcpListener>(std::move(acceptor), listeners_);
}

Result<std::unique_ptr<Listener>> RealNetwork::listen(const Endpoint& where) {
  TRY(const asio::ip::address address, listen_address(where));
  tcp::acceptor acceptor(context_);
  ErrorCode code;
  const tcp::endpoint endpoint(address, where.port);
  acceptor.open(endpoint.protocol(), code);
  if (!code) acceptor.set_option(tcp::acceptor::reuse_address(true), code);
  if (!code) acceptor.bind(endpoint, code);
  // "::" takes IPv4 clients as well; where an IPv4 listener has the port already, it is IPv6 alone.
  if (code == asio::error::address_in_use && address.is_v6() && address.is_unspecified()) {
    acceptor.set_option(asio::ip::v6_only(true), code);
    if (!code) acceptor.bind(endpoint, code);
  }
  if (!code) acceptor.listen(asio::socket_base::max_listen_connections, code);
  if (code) return Error(code, where.text());
  return std::unique_ptr<Listener>(std::make_unique<TcpListener>(std::move(acceptor), listeners_));
}

Task<Result<Stream>> RealNetwork::connect(Endpoint to) {
  return connect_from({}, std::move(to));
}

Task<Result<Stream>> RealNetwork::connect_from(std::string address, Endpoint to) {
  CO_TRY(const std::vector<tcp::endpoint> candidates, co_await look_up(context_, to));
  ErrorCode last = asio::error::host_not_found;
  for (const tcp::endpoint& candidate : candidates) {
    tcp::socket socket(context_);
    if (!address.empty()) {
      last = bind_to(socket, address, candidate.protocol());
      if (last) continue;
    }
    const auto [code] = co_await socket.async_connect(candidate, kAsTuple);
    if (!code) {
      watch_peer(socket, watch_);
      co_return Stream(std::make_unique<Socket>(std::move(socket)));
    }
    const asio::cancellation_state state = co_await asio::this_coro::cancellation_state;
    throw_if_cancelled(code, state);
    last = code;
  }
  co_return Error(last, to.text());
}

}  // namespace checkride::world::real
