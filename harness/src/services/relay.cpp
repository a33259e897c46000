#include "services/relay.hpp"

#include <algorithm>
#include <array>

#include "checkride/values/ascii.hpp"

namespace checkride::harness {

namespace {

// Between neighbours only, or written anew by whoever sends the message on.
constexpr std::array<std::string_view, 10> kNotHandedOn = {
    "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "TE", "Trailer", "Transfer-Encoding",
    "Upgrade",    "Date",       "Content-Length"};

http::Headers handed_on(const http::Headers& headers) {
  http::Headers kept;
  for (const auto& [name, value] : headers.fields()) {
    const auto is_it = [&name = name](std::string_view one) { return values::same_text(one, name); };
    if (std::none_of(kNotHandedOn.begin(), kNotHandedOn.end(), is_it)) kept.add(name, value);
  }
  return kept;
}

// The length of what GET would bring is known to nobody else.
http::Headers handed_back(const http::Headers& headers, bool to_head) {
  http::Headers kept = handed_on(headers);
  const auto length = headers.find("Content-Length");
  if (to_head && length) kept.set("Content-Length", std::string(*length));
  return kept;
}

http::ConnectionLimits limits_of(const RelayLimits& limits) {
  http::ConnectionLimits of;
  of.open_max = 1'000'000;  // who limits clients limits these
  of.idle_max = limits.idle_max;
  of.connect = limits.connect;
  return of;
}

bool is_timeout(const Error& error) {
  return error.code() == boost::system::errc::timed_out;
}

Relayed::Failure failure_of(const Error& error, world::Duration took, const RelayLimits& limits) {
  // The limit of the connection is the shorter one wherever both can be told apart.
  if (is_timeout(error)) {
    return took < limits.answer ? Relayed::Failure::late_connection : Relayed::Failure::late_answer;
  }
  const bool refused = error.code() == boost::system::errc::connection_refused ||
                       error.code() == boost::system::errc::host_unreachable ||
                       error.code() == boost::system::errc::network_unreachable;
  return refused ? Relayed::Failure::no_connection : Relayed::Failure::broken_answer;
}

class DoorListener final : public world::Listener {
 public:
  DoorListener(std::unique_ptr<world::Listener> listener, std::shared_ptr<Door> door)
      : listener_(std::move(listener)), door_(std::move(door)) {}
  world::Task<Result<world::Stream>> accept() override {
    while (door_->is_full()) co_await door_->wait();
    auto stream = co_await listener_->accept();
    if (stream) door_->let_in();
    co_return stream;
  }
  world::Endpoint local() const override { return listener_->local(); }
  void close() override { listener_->close(); }

 private:
  std::unique_ptr<world::Listener> listener_;
  std::shared_ptr<Door> door_;
};

}  // namespace

Relay::Relay(world::World& world, RelayLimits limits, std::optional<tls::Client> trust)
    : world_(world), limits_(limits), connections_(world, limits_of(limits), std::move(trust)) {}

world::Task<Relayed> Relay::ask(RelayTarget to, http::Request request) {
  http::Url url;
  if (to.secure) url.scheme = "https";
  url.host = to.endpoint.host;
  url.port = to.endpoint.port;
  url.target = request.target;
  request.headers = handed_on(request.headers);
  const bool to_head = request.method == "HEAD";
  const world::Instant begin = world_.clock().now();
  auto answer = co_await connections_.fetch(std::move(url), std::move(request), limits_.answer);
  Relayed relayed;
  if (answer) {
    answer->headers = handed_back(answer->headers, to_head);
    relayed.answer = std::move(*answer);
  } else {
    relayed.failure = failure_of(answer.error(), world_.clock().now() - begin, limits_);
  }
  co_return relayed;
}

void append_to_list(http::Headers& headers, std::string_view name, const std::string& value) {
  const auto before = headers.find(name);
  headers.set(name, before ? std::string(*before) + ", " + value : value);
}

std::unique_ptr<world::Listener> behind_door(std::unique_ptr<world::Listener> listener, std::shared_ptr<Door> door) {
  return std::make_unique<DoorListener>(std::move(listener), std::move(door));
}

}  // namespace checkride::harness
