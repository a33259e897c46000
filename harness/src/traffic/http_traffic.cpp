#include "traffic/http_traffic.hpp"

#include <fmt/format.h>

#include "checkride/harness/steps.hpp"

namespace checkride::harness {

namespace {

constexpr int kServerError = 500;

std::string numbered(std::string text, const std::string& number) {
  constexpr std::string_view kNumber = "{n}";
  for (auto at = text.find(kNumber); at != std::string::npos; at = text.find(kNumber, at + number.size())) {
    text.replace(at, kNumber.size(), number);
  }
  return text;
}

http::ConnectionLimits limits_of(const HttpTraffic& spec) {
  http::ConnectionLimits limits;
  // Nobody waits for a connection: what waits is a server's to do.
  limits.open_max = spec.in_flight_max;
  limits.idle_max = spec.keep_alive ? spec.in_flight_max : 0;
  limits.wait = spec.timeout;
  return limits;
}

}  // namespace

http::Request request_of(const TrafficRequest& wanted, std::uint64_t number, bool keep_alive) {
  const std::string text = fmt::to_string(number);
  http::Request request;
  request.method = wanted.method;
  request.target = numbered(wanted.target, text);
  for (const auto& [name, value] : wanted.headers) request.headers.add(name, value);
  if (!wanted.approach.host.empty() && !request.headers.find("Host")) request.headers.set("Host", wanted.approach.host);
  if (!keep_alive) request.headers.set("Connection", "close");
  request.body = numbered(wanted.body, text);
  return request;
}

HttpTrafficRun::HttpTrafficRun(TrafficPlace place, Traffic traffic)
    : TrafficRun(std::move(place), std::move(traffic)),
      spec_(std::get<HttpTraffic>(traffic_.what)),
      arrivals_(spec_.arrivals, place_.world.random("traffic/" + traffic_.id)),
      mix_(place_.world.random("traffic/" + traffic_.id + "/mix")) {
  for (const TrafficRequest& request : spec_.mix) shares_ += request.share;
  make_clients();
}

bool HttpTrafficRun::is_secure(std::size_t request) const {
  return request < place_.trust.size() && place_.trust[request].has_value();
}

std::size_t HttpTrafficRun::way_of(std::size_t request) const {
  std::size_t first = 0;
  while (is_secure(first) != is_secure(request) || !(spec_.mix[first].approach == spec_.mix[request].approach)) ++first;
  return first;
}

void HttpTrafficRun::make_clients() {
  for (std::size_t i = 0; i < spec_.clients; ++i) {
    world::World& world = place_.client(i);
    auto& ways = clients_.emplace_back(spec_.mix.size());
    for (std::size_t request = 0; request < spec_.mix.size(); ++request) {
      if (way_of(request) != request) continue;
      http::ConnectionLimits limits = limits_of(spec_);
      std::optional<tls::Client> trust;
      if (is_secure(request)) {
        trust = place_.trust[request];
        limits.known_as = spec_.mix[request].approach.host;
      }
      ways[request] = std::make_unique<http::Connections>(world, std::move(limits), std::move(trust));
    }
  }
}

std::size_t HttpTrafficRun::pick() {
  if (spec_.mix.size() == 1) return 0;
  std::uint64_t drawn = mix_.below(shares_);
  std::size_t request = 0;
  for (; drawn >= spec_.mix[request].share; ++request) drawn -= spec_.mix[request].share;
  return request;
}

// Whatever becomes of them, requests go out when they are due: a slow server finds as many as a fast one.
world::Task<> HttpTrafficRun::generate() {
  std::uint64_t number = 0;
  while (const auto offset = arrivals_.next()) {
    Due due;
    due.at = begun() + *offset;
    co_await clock().sleep_until(due.at);
    due.number = ++number;
    due.request = pick();
    due.look = add_look(due.at);
    if (figures_.in_flight >= spec_.in_flight_max) {
      drop_one();
      continue;
    }
    begin_one(due.at);
    spawn(exchange(due));
  }
  co_await clock().sleep_until(begun() + duration_of(spec_.arrivals));
}

// Nobody holds connections who has nothing to ask any more.
void HttpTrafficRun::conclude() {
  for (const auto& ways : clients_) {
    for (const auto& connections : ways) {
      if (connections) connections->close_idle();
    }
  }
}

// Of one that is dropped it stays as it is.
std::size_t HttpTrafficRun::add_look(world::Instant due) {
  if (!place_.keep_looks) return 0;
  TrafficLook look;
  look.due = due;
  looks_.push_back(look);
  return looks_.size() - 1;
}

world::Task<> HttpTrafficRun::exchange(Due due) {
  const auto answer = co_await fetch(due);
  std::optional<world::Duration> took = clock().now() - due.at;
  if (answer) {
    tell_outcome(fmt::to_string(answer->status), true, took);
  } else if (answer.error().code() == boost::asio::error::timed_out) {
    // It took so long at least: to leave it out would make a server that never answers the fastest of all.
    tell_outcome(outcome::kTimeout, false, took);
  } else {
    took.reset();
    tell_outcome(outcome::kFailed, false, took);
  }
  if (place_.keep_looks) {
    looks_[due.look].good = answer && answer->status < kServerError;
    looks_[due.look].took = took;
  }
  end_one();
}

world::Task<Result<http::Response>> HttpTrafficRun::fetch(Due due) {
  const TrafficRequest& wanted = spec_.mix[due.request];
  CO_TRY(const world::Endpoint endpoint, place_.find(wanted.of, wanted.port));
  http::Url url;
  if (is_secure(due.request)) url.scheme = "https";
  url.host = endpoint.host;
  url.port = endpoint.port;
  http::Request request = request_of(wanted, due.number, spec_.keep_alive);
  url.target = request.target;
  const world::Duration left = due.at + spec_.timeout - clock().now();
  if (left <= world::Duration::zero()) co_return Error(boost::asio::error::timed_out, endpoint.text());
  http::Connections& client = *clients_[(due.number - 1) % clients_.size()][way_of(due.request)];
  auto answer = co_await client.fetch(std::move(url), std::move(request), left);
  co_return answer;
}

}  // namespace checkride::harness
