#include "virtual/net.hpp"

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <charconv>

#include "checkride/result/assert.hpp"
#include "checkride/world/loopback.hpp"
#include "virtual/attempt.hpp"

namespace checkride::world::sim {
namespace {

constexpr auto kAsTuple = asio::as_tuple(asio::use_awaitable);
constexpr std::uint16_t kFirstEphemeralPort = 49152;

bool is_wildcard(std::string_view host) {
  return host == "0.0.0.0" || host == "::";
}

bool is_v6(std::string_view host) {
  return host.find(':') != std::string_view::npos;
}

// Localhost, of all that is loopback.
bool is_name(std::string_view host) {
  return host.find_first_of("0123456789:") == std::string_view::npos;
}

std::string loopback_address(bool v6) {
  return v6 ? "::1" : "127.0.0.1";
}

// A host has one address of each protocol, with the same number in it.
std::string v6_address(const HostLoop& host) {
  std::array<char, 8> digits{};
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), host.id() + 1, 16);
  CHECKRIDE_ASSERT(error == std::errc());
  return "fd00::" + std::string(digits.data(), end);
}

void throw_if_cancelled(ErrorCode code, const asio::cancellation_state& state) {
  if (code == asio::error::operation_aborted && state.cancelled() != asio::cancellation_type::none) {
    throw boost::system::system_error(code);
  }
}

LinkOptions loopback_link() {
  LinkOptions options;
  options.latency = std::chrono::microseconds(10);
  return options;
}

Endpoint endpoint_of(std::string host, std::uint16_t port) {
  Endpoint endpoint;
  endpoint.host = std::move(host);
  endpoint.port = port;
  return endpoint;
}

}  // namespace

// ---- VirtualListener

VirtualListener::VirtualListener(Net& net, HostLoop& host, Endpoint local)
    : net_(net), host_(host), local_(std::move(local)) {}

Task<Result<Stream>> VirtualListener::accept() {
  const std::string where = local_.text();
  while (open_ && backlog_.empty()) {
    CHECKRIDE_ASSERT(acceptor_ == nullptr);  // One accept at a time.
    const auto [code, unused] = co_await asio::async_initiate<decltype(kAsTuple), void(ErrorCode, std::size_t)>(
        [](auto handler, VirtualListener* self) {
          self->acceptor_ = self->host_.scheduler().begin(self->host_, Wait::accept, self, Waiter(std::move(handler)));
        },
        kAsTuple, this);
    if (code) {  // The listener may be gone.
      const asio::cancellation_state state = co_await asio::this_coro::cancellation_state;
      throw_if_cancelled(code, state);
      co_return Error(code, where);
    }
  }
  if (!open_) co_return Error(asio::error::operation_aborted, where);
  Stream stream = std::move(backlog_.front());
  backlog_.pop_front();
  co_return stream;
}

void VirtualListener::push(Stream stream) {
  backlog_.push_back(std::move(stream));
  if (acceptor_ != nullptr) host_.scheduler().complete(*std::exchange(acceptor_, nullptr), {}, 0);
}

bool VirtualListener::accepts_from(const HostLoop& client) const {
  return &client == &host_ || !is_loopback(local_.host);
}

std::unique_ptr<VirtualListener> VirtualListener::hand_on() {
  auto other = std::make_unique<VirtualListener>(net_, host_, local_);
  other->set_name(name());
  other->backlog_ = std::exchange(backlog_, {});
  handed_on_ = true;
  return other;
}

void VirtualListener::close() {
  if (!std::exchange(open_, false)) return;
  if (!handed_on_) net_.remove_listener(host_, local_);
  if (acceptor_ != nullptr) {
    host_.scheduler().complete(*std::exchange(acceptor_, nullptr), asio::error::operation_aborted, 0);
  }
  for (Stream& stream : backlog_) stream.reset();
  backlog_.clear();
}

void VirtualListener::fence() {
  open_ = false;
}

// ---- Net

void Net::add_host(HostLoop& host, const std::string& address) {
  CHECKRIDE_ASSERT(host.id() == hosts_.size());
  hosts_.push_back(&host);
  addresses_.push_back(address);
  add_name(host.name(), host);
  add_name(address, host);
  add_name(v6_address(host), host);
}

void Net::add_name(const std::string& name, const HostLoop& host) {
  const bool is_new = names_.emplace(name, hosts_.at(host.id())).second;
  CHECKRIDE_ASSERT(is_new);  // Names are unique.
}

std::string Net::resolve(const std::string& name) const {
  if (is_loopback(name)) return is_name(name) ? "127.0.0.1" : name;
  const auto found = names_.find(name);
  if (found == names_.end()) return {};
  return is_v6(name) ? name : addresses_[found->second->id()];
}

HostLoop* Net::host_at(const HostLoop& from, const std::string& address) const {
  if (is_loopback(address)) return hosts_[from.id()];
  const auto found = names_.find(address);
  return found == names_.end() ? nullptr : found->second;
}

void Net::remove_listener(const HostLoop& host, const Endpoint& local) {
  listeners_.erase({Port(host.id(), local.port), is_v6(local.host)});
}

VirtualListener* Net::listener(const HostLoop& host, const Endpoint& where) const {
  const Port port(host.id(), where.port);
  auto found = listeners_.find({port, is_v6(where.host)});
  if (found != listeners_.end()) return found->second;
  found = listeners_.find({port, true});
  return found != listeners_.end() && found->second->local().host == "::" ? found->second : nullptr;
}

std::uint16_t Net::free_port(const HostLoop& host) {
  std::uint16_t& next = next_port_.try_emplace(host.id(), kFirstEphemeralPort).first->second;
  do {
    next = next == UINT16_MAX ? kFirstEphemeralPort : static_cast<std::uint16_t>(next + 1);
  } while (listeners_.contains({Port(host.id(), next), false}) || listeners_.contains({Port(host.id(), next), true}));
  return next;
}

Result<std::unique_ptr<Listener>> Net::listen(HostLoop& host, const Endpoint& where) {
  if (!host.up()) return Error(asio::error::operation_aborted, where.text());
  if (!is_wildcard(where.host) && !is_loopback(where.host) && host_at(host, where.host) != &host) {
    return Error(make_error_code(boost::system::errc::address_not_available), where.text());
  }
  Endpoint local = where;
  if (is_name(local.host) && is_loopback(local.host)) local.host = "127.0.0.1";
  if (local.port == 0) local.port = free_port(host);
  const std::pair<Port, bool> place(Port(host.id(), local.port), is_v6(local.host));
  if (listeners_.contains(place)) return Error(asio::error::address_in_use, where.text());
  auto made = std::make_unique<VirtualListener>(*this, host, local);
  listeners_.emplace(place, made.get());
  return std::unique_ptr<Listener>(std::move(made));
}

std::vector<std::unique_ptr<Listener>> Net::hold_listeners(const HostLoop& host) {
  std::vector<std::unique_ptr<Listener>> held;
  for (auto& [place, listener] : listeners_) {
    if (place.first.first != host.id()) continue;
    std::unique_ptr<VirtualListener> other = listener->hand_on();
    listener = other.get();
    held.push_back(std::move(other));
  }
  return held;
}

Task<Result<Stream>> Net::connect(HostLoop& from, Endpoint to) {
  HostLoop* host = host_at(from, to.host);
  if (host == nullptr) co_return Error(asio::error::host_not_found, to.text());
  Attempt attempt(*this, from, *host, to);
  const auto [code, unused] = co_await asio::async_initiate<decltype(kAsTuple), void(ErrorCode, std::size_t)>(
      [](auto handler, Attempt* started) { started->start(Waiter(std::move(handler))); }, kAsTuple, &attempt);
  if (code) {
    const asio::cancellation_state state = co_await asio::this_coro::cancellation_state;
    throw_if_cancelled(code, state);
    co_return Error(code, to.text());
  }
  co_return attempt.take();
}

Stream Net::open(HostLoop& client, HostLoop& server, VirtualListener& listener, const Endpoint& where) {
  const bool local = &client == &server;
  const bool v6 = is_v6(where.host);
  const auto address_of = [&](const HostLoop& host) {
    if (local) return loopback_address(v6);
    return v6 ? v6_address(host) : address(host);
  };
  const std::string seen = beside_all_.contains(client.id()) ? loopback_address(v6) : address_of(client);
  const Endpoint near = endpoint_of(seen, free_port(client));
  const Endpoint far = endpoint_of(address_of(server), where.port);
  const auto connection = std::make_shared<Connection>(connections_, connections_made_++, link(client, server),
                                                       link(server, client), near, far);
  listener.push(Stream(std::make_unique<Socket>(connection, connection->server(), near)));
  return Stream(std::make_unique<Socket>(connection, connection->client(), far));
}

Link& Net::link(HostLoop& from, HostLoop& to) {
  std::unique_ptr<Link>& link = links_[{from.id(), to.id()}];
  if (link == nullptr) {
    auto random = std::make_unique<Random>(seed_, "link " + from.name() + " " + to.name());
    link = std::make_unique<Link>(from, to, std::move(random), &from == &to ? loopback_link() : LinkOptions());
  }
  return *link;
}

void Net::block(HostLoop& from, HostLoop& to, Block why, bool on) {
  Link& line = link(from, to);
  // What has arrived by now stays arrived.
  for (Side* side : sides(from, to)) side->out().settle();
  line.block(why, on);
  if (line.blocked()) return;
  // What a partition swallowed is sent again and takes its time; what only waited is there at once.
  const Duration again = why == Block::partition ? line.options().latency : Duration{};
  for (Side* side : sides(from, to)) side->out().resume(scheduler_.now() + again.count());
  for (Side* side : sides(to, from)) side->link_resumed();
  for (Attempt* attempt : std::exchange(parked_, {})) {
    if (attempt->between(from, to)) {
      attempt->retry();
    } else {
      parked_.push_back(attempt);
    }
  }
}

std::vector<Side*> Net::sides(const HostLoop& host, const HostLoop& peer) const {
  std::vector<Side*> found;
  for (const auto& [number, connection] : connections_) {
    Side& client = connection->client();
    Side& server = connection->server();
    if (&client.host() == &host && &server.host() == &peer) found.push_back(&client);
    if (&server.host() == &host && &client.host() == &peer) found.push_back(&server);
  }
  return found;
}

void Net::reset_connections(const HostLoop& a, const HostLoop& b) {
  for (Side* side : sides(a, b)) side->out().send_end(End::reset);
  for (Side* side : sides(b, a)) side->out().send_end(End::reset);
}

void Net::half_open(const HostLoop& from, const HostLoop& to) {
  for (Side* side : sides(to, from)) side->forget_connection();
}

void Net::refuse(const HostLoop& host, std::uint16_t port, bool on) {
  if (on) {
    refusing_.insert({host.id(), port});
  } else {
    refusing_.erase({host.id(), port});
  }
}

void Net::fence(const HostLoop& host) {
  for (const auto& [number, connection] : connections_) {
    for (Side* side : {&connection->client(), &connection->server()}) {
      if (&side->host() == &host) side->fence();
    }
  }
  for (auto at = listeners_.begin(); at != listeners_.end();) {
    if (at->first.first.first == host.id()) {
      at->second->fence();
      at = listeners_.erase(at);
    } else {
      ++at;
    }
  }
}

// ---- HostNetwork

Task<Result<std::vector<std::string>>> HostNetwork::resolve(std::string name) {
  const std::string address = net_.resolve(name);
  if (address.empty()) co_return Error(asio::error::host_not_found, name);
  std::vector<std::string> addresses(1, address);
  co_return addresses;
}

}  // namespace checkride::world::sim
