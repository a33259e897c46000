// A key-value store that speaks RESP2, so that clients of Redis talk to it: memory limit, persistence, replicas,
// channels.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "checkride/harness/store_specs.hpp"
#include "services/active_faults.hpp"
#include "services/service.hpp"
#include "services/stores/key_commands.hpp"
#include "services/stores/key_persistence.hpp"
#include "services/stores/key_space.hpp"
#include "services/stores/resp.hpp"
#include "services/stores/session.hpp"

namespace checkride::harness::stores {

class KeyValue final : public RunningService {
 public:
  // The name of its port in ServicePorts.
  static constexpr std::string_view kPort = "resp";

  // `world` outlives this. `leader` is where the member listens that `spec.replica_of` names; empty: it leads itself.
  KeyValue(world::World& world, const std::string& folder, KeyValueSpec spec, std::optional<world::Endpoint> leader);

  // Reads what is on the disk, then binds. Errors name the file or the port.
  Result<> listen(const ServicePorts& ports) override;
  world::Task<> serve() override;
  world::Task<Result<>> stop(world::Instant deadline) override;
  Result<std::string> inject(const ServiceFault& fault) override;
  Result<> clear(const std::string& id) override;

 private:
  struct Client {
    explicit Client(world::World& world, world::Stream stream, std::uint64_t id, bool is_trusted)
        : session(world, std::move(stream), id), trusted(is_trusted) {}
    Session session;
    bool trusted;
    bool stalled = false;  // nothing is answered any more
    bool follows = false;  // is sent every change
    std::string name;
    std::set<std::string> channels;
  };
  // Nothing: the command has sent what it has to say.
  using Answer = std::optional<resp::Value>;
  using Row = Answer (KeyValue::*)(Client& client, const resp::Request& request);
  struct Command {
    std::string_view word;
    std::size_t words_min;  // the command among them
    std::size_t words_max;  // 0: any
    Row run;
  };
  static const Command* find(std::string_view word);

  // ---- connections
  void admit(world::Stream stream, world::TaskGroup& tasks);
  static world::Task<> send(std::shared_ptr<Client> client);
  world::Task<> serve_client(std::shared_ptr<Client> client);
  world::Task<> answer_all(Client& client, resp::Reader& reader);
  bool survives_strike(Client& client);
  void answer(Client& client, const resp::Request& request);
  Answer refusal(const Client& client, const std::string& word) const;
  Answer run(Client& client, const resp::Request& request);
  resp::Value run_on_keys(const resp::Request& request);
  // Remembers and passes on the effects; the answer, or why there is none.
  resp::Value remember(Executed done);
  world::Task<> tick();
  void sweep(world::Instant now);

  // ---- commands that are not about keys
  Answer auth(Client& client, const resp::Request& request);
  Answer ping(Client& client, const resp::Request& request);
  Answer quit(Client& client, const resp::Request& request);
  Answer select(Client& client, const resp::Request& request);
  Answer client_command(Client& client, const resp::Request& request);
  resp::Value client_list() const;
  Answer command_docs(Client& client, const resp::Request& request);
  Answer info(Client& client, const resp::Request& request);
  Answer save(Client& client, const resp::Request& request);
  Answer bgsave(Client& client, const resp::Request& request);
  Answer shutdown(Client& client, const resp::Request& request);
  Answer publish(Client& client, const resp::Request& request);
  Answer subscribe(Client& client, const resp::Request& request);
  Answer unsubscribe(Client& client, const resp::Request& request);
  Answer replica_of(Client& client, const resp::Request& request);
  Answer sync(Client& client, const resp::Request& request);

  // ---- being a replica
  world::Task<> follow();
  world::Task<Result<>> follow_once(world::Endpoint leader);
  Result<> take_over(std::vector<resp::Request> snapshot);
  Result<> take_change(const resp::Request& effect);
  void drop_leader();

  world::World& world_;
  KeyValueSpec spec_;
  KeySpace keys_;
  KeyPersistence persistence_;
  ActiveFaults faults_{MemberKind::key_value};
  std::optional<world::Endpoint> leader_;
  world::Notifier role_changed_;
  std::shared_ptr<world::Stream*> upstream_ = std::make_shared<world::Stream*>();  // to the leader; null: no connection
  world::Instant heard_from_leader_{};
  std::unique_ptr<world::Listener> listener_;
  std::map<std::uint64_t, std::shared_ptr<Client>> clients_;
  std::uint64_t last_client_ = 0;
  std::uint64_t ticks_ = 0;
  bool disk_failed_ = false;  // the last thing that was due there
  bool draining_ = false;
};

}  // namespace checkride::harness::stores
