#include "services/upstream/dependency.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/errc.hpp>
#include <utility>

#include "services/service_tls.hpp"
#include "services/stores/store_door.hpp"

namespace checkride::harness {

namespace {

constexpr world::Duration kLookLimit = std::chrono::seconds(1);

const Neighbour* find(const std::vector<Neighbour>& services, const std::string& name) {
  for (const Neighbour& one : services) {
    if (one.name == name) return &one;
  }
  return nullptr;
}

std::string password_of(const Neighbour* service) {
  if (service == nullptr) return {};
  if (const auto* database = std::get_if<DatabaseSpec>(&service->spec)) return database->password;
  if (const auto* keys = std::get_if<KeyValueSpec>(&service->spec)) return keys->password;
  return {};
}

bool is_asked_by_https(const std::vector<Neighbour>& services, const std::string& name) {
  const Neighbour* const member = find(services, name);
  return member != nullptr && speaks_tls(member->spec, ports_of(member->spec).front().name);
}

std::optional<tls::Client> trust_if(bool secure, const ServicePlace& place) {
  if (!secure) return std::nullopt;
  return trust_for(place.world, place);
}

http::ConnectionLimits limits_of(const DependencySpec& spec) {
  http::ConnectionLimits limits;
  limits.open_max = spec.pool.open_max;
  limits.idle_max = spec.pool.idle_max;
  limits.lifetime = spec.pool.lifetime;
  limits.idle = spec.pool.idle;
  limits.wait = spec.pool.wait;
  return limits;
}

// A question that does no more twice than once.
bool is_idempotent(const boost::json::object& request) {
  const auto* what = request.if_contains("do");
  return what != nullptr && *what == "find";
}
bool is_idempotent(const resp::Request& request) {
  return request.front() == "GET" || request.front() == "SET";
}

// One question on a connection of the pool. The store may have closed what was kept while the question was on its way:
// one that is idempotent is asked again, once, on a new connection, if nothing of an answer came.
template <class Answer, class Client, class Question>
world::Task<Result<Answer>> ask_one_of(ClientPool<Client>& pool, Question question, world::Duration limit,
                                       const bool& leaks) {
  for (Which which = Which::any;; which = Which::fresh) {
    CO_TRY(auto lease, co_await pool.take(which));
    Question asked = question;
    std::optional<Result<Answer>> answer;
    try {
      answer.emplace(co_await lease.client->ask(std::move(asked), limit));
    } catch (...) {
      lease.client->close();
      pool.give_back(std::move(lease), false);
      throw;
    }
    const bool lost = !*answer && answer->error().code() != boost::system::errc::timed_out && !lease.client->heard();
    const bool again = lost && lease.was_kept && is_idempotent(question);
    pool.give_back(std::move(lease), leaks);
    if (!again) co_return std::move(*answer);
  }
}

}  // namespace

Dependency::Dependency(const ServicePlace& place, DependencySpec spec)
    : world_(place.world),
      spec_(std::move(spec)),
      services_(place.services),
      secure_(is_asked_by_https(services_, spec_.member)),
      tables_(world_, spec_.pool, [this] { return connect_tables(this); }),
      keys_(world_, spec_.pool, [this] { return connect_keys(this); }),
      connections_(world_, limits_of(spec_), trust_if(secure_, place)) {
  const Neighbour* const member = find(services_, spec_.member);
  if (member != nullptr) endpoint_ = member->endpoint;
  password_ = password_of(member);
}

world::Task<Result<std::unique_ptr<stores::StoreClient>>> Dependency::connect_tables(Dependency* self) {
  auto client =
      co_await stores::StoreClient::connect(self->world_, self->endpoint_, self->password_, self->spec_.timeout);
  co_return client;
}

world::Task<Result<std::unique_ptr<stores::RespClient>>> Dependency::connect_keys(Dependency* self) {
  auto client =
      co_await stores::RespClient::connect(self->world_, self->endpoint_, self->password_, self->spec_.timeout);
  co_return client;
}

Error Dependency::down() const {
  return Error(boost::asio::error::connection_refused, spec_.name);
}

PoolCounts Dependency::counts() const {
  const PoolCounts tables = tables_.counts();
  const PoolCounts keys = keys_.counts();
  const http::ConnectionCounts calls = connections_.counts();
  return {tables.open + keys.open + calls.open, tables.idle + keys.idle + calls.idle,
          tables.waiting + keys.waiting + calls.waiting, tables.opened + keys.opened + calls.opened};
}

world::Task<Result<boost::json::object>> Dependency::ask_tables_once(boost::json::object request) {
  auto answer = co_await ask_one_of<boost::json::object>(tables_, std::move(request), spec_.timeout, leaks_);
  if (!answer) co_return answer;
  if (const auto refused = stores::error_in(*answer)) co_return Error::invalid(*refused);
  co_return answer;
}

bool Dependency::follow(const std::string& leader) {
  const Neighbour* const member = find(services_, leader);
  if (member == nullptr) return false;
  endpoint_ = member->endpoint;
  password_ = password_of(member);
  tables_.close_idle();
  return true;
}

world::Task<Result<boost::json::object>> Dependency::ask_tables(boost::json::object request) {
  if (down_) co_return down();
  boost::json::object again = request;
  auto answer = co_await ask_tables_once(std::move(request));
  const std::string leader = answer ? std::string() : stores::leader_in(answer.error());
  if (leader.empty() || !follow(leader)) co_return answer;
  auto second = co_await ask_tables_once(std::move(again));
  co_return second;
}

world::Task<Result<resp::Value>> Dependency::ask_keys(resp::Request request) {
  if (down_) co_return down();
  auto answer = co_await ask_one_of<resp::Value>(keys_, std::move(request), spec_.timeout, leaks_);
  if (answer && answer->is_error()) co_return Error::invalid(answer->text);
  co_return answer;
}

world::Task<Result<http::Response>> Dependency::call(http::Request request) {
  if (down_) co_return down();
  for (const auto& [name, value] : spec_.headers) request.headers.set(name, value);
  http::Url url;
  if (secure_) url.scheme = "https";
  url.host = endpoint_.host;
  url.port = endpoint_.port;
  url.target = request.target;
  auto answer = co_await connections_.fetch(std::move(url), std::move(request), spec_.timeout);
  if (!answer) co_return answer.error();
  constexpr int kFailures = 400;
  if (answer->status >= kFailures) {
    co_return Error::invalid(spec_.name + " answers " + std::to_string(answer->status));
  }
  co_return answer;
}

world::Task<bool> Dependency::is_up() {
  if (down_) co_return false;
  const auto stream = co_await world::within(world_.clock(), kLookLimit, world_.network().connect(endpoint_));
  co_return stream.has_value();
}

world::Task<> Dependency::keep_tidy() {
  const Neighbour* const member = find(services_, spec_.member);
  const bool has_keys = member != nullptr && std::holds_alternative<KeyValueSpec>(member->spec);
  if (has_keys) {
    co_await keys_.keep_tidy();
  } else {
    co_await tables_.keep_tidy();
  }
}

}  // namespace checkride::harness
