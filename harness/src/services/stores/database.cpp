#include "services/stores/database.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace checkride::harness::stores {

namespace {

namespace json = boost::json;

constexpr world::Duration kDrainLook = std::chrono::milliseconds(10);
constexpr world::Duration kStopLimit = std::chrono::seconds(1);
constexpr std::size_t kReadBytes = 16 * 1024;

std::vector<SetMember> members_of(const std::vector<SetPlace>& set, const std::string& name) {
  std::vector<SetMember> members;
  for (const SetPlace& place : set) members.push_back(place.member);
  if (members.empty()) members.push_back({name, true});
  return members;
}

std::vector<SetPlace> others(std::vector<SetPlace> set, const std::string& name) {
  std::erase_if(set, [&name](const SetPlace& place) { return place.member.name == name; });
  return set;
}

}  // namespace

Database::Database(world::World& world, std::string name, std::string folder, DatabaseSpec spec,
                   std::vector<SetPlace> set)
    : world_(world),
      name_(std::move(name)),
      folder_(std::move(folder)),
      spec_(std::move(spec)),
      peers_(others(set, name_)),
      members_(members_of(set, name_)),
      tables_(spec_.tables),
      log_(world.files(), folder_ + "/changes.log"),
      changed_(world.executor()) {}

Database::~Database() = default;

Result<> Database::listen(const ServicePorts& ports) {
  const auto port = ports.find(std::string(kPort));
  if (port == ports.end()) return Error::invalid(fmt::format("a database needs the port \"{}\"", kPort));
  TRY_VOID(load());
  TRY(listener_, world_.network().listen(port->second));
  return {};
}

world::Task<> Database::serve() {
  world::TaskGroup tasks(world_.executor());
  tasks_ = &tasks;
  tasks.spawn("database clock", keep_time());
  for (const SetPlace& peer : peers_) tasks.spawn("database replica " + peer.member.name, tell(peer));
  while (true) {
    auto stream = co_await listener_->accept();
    if (!stream) break;  // closed by stop()
    if (!draining_) admit(std::move(*stream), tasks);
  }
  (void)co_await tasks.stop(world_.clock(), kStopLimit);
  tasks_ = nullptr;
}

world::Task<Result<>> Database::stop(world::Instant deadline) {
  draining_ = true;
  for (const auto& [id, client] : clients_) client->session.close();
  while (!clients_.empty() && world_.clock().now() < deadline) co_await world_.clock().sleep_for(kDrainLook);
  auto synced = log_.sync();
  listener_->close();
  co_return synced;
}

Result<std::string> Database::inject(const ServiceFault& fault) {
  TRY(std::string id, faults_.inject(fault.kind, fault.parameters_json));
  changed_.notify_all();
  return id;
}

Result<> Database::clear(const std::string& id) {
  TRY_VOID(faults_.clear(id));
  changed_.notify_all();
  return {};
}

std::size_t Database::connections() const {
  return static_cast<std::size_t>(
      std::count_if(clients_.begin(), clients_.end(), [](const auto& client) { return !client.second->is_member; }));
}

void Database::admit(world::Stream stream, world::TaskGroup& tasks) {
  const ServiceFaultValue* full = faults_.find("connections_full");
  const std::uint64_t most = full == nullptr ? spec_.connections_max : full->connections;
  const std::uint64_t id = ++last_client_;
  auto client = std::make_shared<Client>(world_, std::move(stream), id, spec_.password.empty());
  tasks.spawn("database answers", send(client));
  if (connections() >= most) {
    client->session.send(encode_line(refusal(fmt::format("too_many_connections: {} are open", connections()))));
    client->session.close();
    return;
  }
  clients_.emplace(id, client);
  most_connections_ = std::max(most_connections_, connections());
  tasks.spawn("database client", serve_client(std::move(client)));
}

world::Task<> Database::send(std::shared_ptr<Client> client) {
  co_await client->session.send_queued();
}

world::Task<> Database::serve_client(std::shared_ptr<Client> client) {
  TalkReader reader;
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

world::Task<> Database::answer_all(Client& client, TalkReader& reader) {
  while (!client.session.closing()) {
    auto request = reader.next();
    if (!request) {
      client.session.send(encode_line(refusal(request.error().detail())));
      client.session.close();
      co_return;
    }
    if (!*request) co_return;
    if (!survives_strike(client)) co_return;
    const json::object answered = co_await answer(client, std::move(**request));
    client.session.send(encode_line(answered));
  }
}

bool Database::survives_strike(Client& client) {
  const Strike strike = client.is_member ? Strike::none : faults_.strike();
  if (strike == Strike::none) return true;
  client.stalled = strike == Strike::stall;
  if (strike == Strike::garbage) client.session.send(kGarbage);
  if (strike == Strike::reset) client.session.reset();
  if (strike == Strike::close || strike == Strike::garbage) client.session.close();
  return false;
}

}  // namespace checkride::harness::stores
