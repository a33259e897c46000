#include "services/stores/key_value.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace checkride::harness::stores {

namespace {

using resp::Request;
using resp::Value;

constexpr world::Duration kTick = std::chrono::seconds(1);
constexpr world::Duration kDrainLook = std::chrono::milliseconds(10);
constexpr std::uint64_t kTicksPerPing = 10;
constexpr world::Duration kLeaderSilenceMax = std::chrono::seconds(60);
constexpr std::size_t kReadBytes = 16 * 1024;

Value disk_refuses() {
  return Value::error("MISCONF the disk takes no changes; commands that change keys are refused");
}

}  // namespace

KeyValue::KeyValue(world::World& world, const std::string& folder, KeyValueSpec spec,
                   std::optional<world::Endpoint> leader)
    : world_(world),
      spec_(std::move(spec)),
      keys_(spec_.memory_max, spec_.eviction),
      persistence_(world.files(), folder, spec_),
      leader_(std::move(leader)),
      role_changed_(world.executor()) {}

Result<> KeyValue::listen(const ServicePorts& ports) {
  const auto port = ports.find(std::string(kPort));
  if (port == ports.end()) return Error::invalid(fmt::format("a key-value store needs the port \"{}\"", kPort));
  keys_.clear();
  TRY_VOID(persistence_.load(keys_, world_.clock().utc_now()));
  TRY(listener_, world_.network().listen(port->second));
  return {};
}

world::Task<> KeyValue::serve() {
  world::TaskGroup tasks(world_.executor());
  tasks.spawn("key-value clock", tick());
  tasks.spawn("key-value replica", follow());
  while (true) {
    auto stream = co_await listener_->accept();
    if (!stream) break;  // closed, by stop() or SHUTDOWN
    if (!draining_) admit(std::move(*stream), tasks);
  }
  (void)co_await tasks.stop(world_.clock(), kTick);
}

world::Task<Result<>> KeyValue::stop(world::Instant deadline) {
  draining_ = true;
  for (const auto& [id, client] : clients_) client->session.close();
  while (!clients_.empty() && world_.clock().now() < deadline) co_await world_.clock().sleep_for(kDrainLook);
  auto finished = persistence_.finish(keys_, world_.clock().utc_now());
  listener_->close();
  co_return finished;
}

Result<std::string> KeyValue::inject(const ServiceFault& fault) {
  TRY(const std::string id, faults_.inject(fault.kind, fault.parameters_json));
  persistence_.pretend_broken(faults_.has("persistence_fails"));
  keys_.pretend_full(faults_.has("memory_full"));
  if (fault.kind == "evict_all") {
    const Request flush{"FLUSHALL"};
    (void)remember(
        *execute(keys_, flush, world_.clock().utc_now()));  // if its disk fails too they are there again later
  }
  return id;
}

Result<> KeyValue::clear(const std::string& id) {
  TRY_VOID(faults_.clear(id));
  persistence_.pretend_broken(faults_.has("persistence_fails"));
  keys_.pretend_full(faults_.has("memory_full"));
  return {};
}

void KeyValue::admit(world::Stream stream, world::TaskGroup& tasks) {
  const bool is_full = clients_.size() >= spec_.clients_max;
  const std::uint64_t id = ++last_client_;
  auto client = std::make_shared<Client>(world_, std::move(stream), id, spec_.password.empty());
  tasks.spawn("key-value answers", send(client));
  if (is_full) {
    client->session.send(resp::encode(Value::error("ERR max number of clients reached")));
    client->session.close();
    return;
  }
  clients_.emplace(id, client);
  tasks.spawn("key-value client", serve_client(std::move(client)));
}

world::Task<> KeyValue::send(std::shared_ptr<Client> client) {
  co_await client->session.send_queued();
}

world::Task<> KeyValue::serve_client(std::shared_ptr<Client> client) {
  resp::Reader reader;
  std::array<char, kReadBytes> bytes;
  while (!client->session.closing()) {
    const auto count = co_await client->session.read(bytes);
    if (!count) break;  // it went away, or was cut off
    if (client->stalled) continue;
    reader.feed(std::string_view(bytes.data(), *count));
    co_await answer_all(*client, reader);
  }
  client->session.close();
  clients_.erase(client->session.id());
}

world::Task<> KeyValue::answer_all(Client& client, resp::Reader& reader) {
  while (!client.session.closing()) {
    const auto request = reader.next_request();
    if (!request) {
      client.session.send(resp::encode(Value::error("ERR Protocol error: " + request.error().detail())));
      client.session.close();
      co_return;
    }
    if (!*request) co_return;
    if ((*request)->empty()) continue;
    if (const world::Duration wait = faults_.slowness(); wait > world::Duration::zero()) {
      co_await world_.clock().sleep_for(wait);
    }
    if (!survives_strike(client)) co_return;
    answer(client, **request);
  }
}

bool KeyValue::survives_strike(Client& client) {
  const Strike strike = faults_.strike();
  if (strike == Strike::none) return true;
  client.stalled = strike == Strike::stall;
  if (strike == Strike::garbage) client.session.send(kGarbage);
  if (strike == Strike::reset) client.session.reset();
  if (strike == Strike::close || strike == Strike::garbage) client.session.close();
  return false;
}

void KeyValue::answer(Client& client, const Request& request) {
  const std::string word = upper(request.front());
  const bool was_follower = client.follows;
  Answer value = refusal(client, word);
  if (!value) value = run(client, request);
  if (value && !was_follower) client.session.send(resp::encode(*value));  // a replica is told changes and no answers
  if (word == "QUIT") client.session.close();
}

KeyValue::Answer KeyValue::refusal(const Client& client, const std::string& word) const {
  if (!client.trusted && word != "AUTH" && word != "QUIT") return Value::error("NOAUTH Authentication required.");
  const bool may_always = word == "SUBSCRIBE" || word == "UNSUBSCRIBE" || word == "PING" || word == "QUIT";
  if (client.channels.empty() || may_always) return std::nullopt;
  return Value::error(
      fmt::format("ERR Can't execute '{}': only SUBSCRIBE, UNSUBSCRIBE, PING and QUIT in this context", word));
}

KeyValue::Answer KeyValue::run(Client& client, const Request& request) {
  const Command* command = find(upper(request.front()));
  if (command == nullptr) return run_on_keys(request);
  if (request.size() < command->words_min || (command->words_max != 0 && request.size() > command->words_max)) {
    return wrong_number_of_arguments(request);
  }
  return (this->*command->run)(client, request);
}

Value KeyValue::run_on_keys(const Request& request) {
  const bool changes = writes(request.front());
  if (changes && leader_) return Value::error("READONLY You can't write against a read only replica.");
  if (changes && disk_failed_) return disk_refuses();
  auto done = execute(keys_, request, world_.clock().utc_now());
  if (!done) return Value::error("ERR unknown command");
  return remember(std::move(*done));
}

Value KeyValue::remember(Executed done) {
  if (!persistence_.keep(done.effects, keys_)) return disk_refuses();
  for (const Request& effect : done.effects) {
    for (const auto& [id, client] : clients_) {
      if (client->follows) client->session.send(resp::encode(effect));
    }
  }
  return std::move(done.answer);
}

world::Task<> KeyValue::tick() {
  while (true) {
    co_await world_.clock().sleep_for(kTick);
    ++ticks_;
    const world::UtcTime now = world_.clock().utc_now();
    keys_.expire(now);
    disk_failed_ = !persistence_.tick(keys_, now).has_value();
    sweep(world_.clock().now());
  }
}

// Followers hear that their leader lives, silent leaders and idle clients are let go.
void KeyValue::sweep(world::Instant now) {
  if (*upstream_ != nullptr && now - heard_from_leader_ > kLeaderSilenceMax) drop_leader();
  for (const auto& [id, client] : clients_) {
    if (client->follows && ticks_ % kTicksPerPing == 0) client->session.send(resp::encode(Request{"PING"}));
    const bool waits = client->follows || !client->channels.empty();  // for others to say something
    const bool idle =
        spec_.idle_timeout > world::Duration::zero() && now - client->session.last_heard() >= spec_.idle_timeout;
    if (idle && !waits) client->session.close();
  }
}

}  // namespace checkride::harness::stores
