// A database of a scenario: tables with unique and other indexes and expiry, durable, alone or as a member of a replica
// set.
#pragma once

#include <boost/json/object.hpp>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "checkride/harness/store_specs.hpp"
#include "services/active_faults.hpp"
#include "services/service.hpp"
#include "services/stores/append_log.hpp"
#include "services/stores/replica_set.hpp"
#include "services/stores/session.hpp"
#include "services/stores/store_client.hpp"
#include "services/stores/store_talk.hpp"
#include "services/stores/tables.hpp"

namespace checkride::harness::stores {

// A member of the set and where it listens.
struct SetPlace {
  SetMember member;
  world::Endpoint endpoint;
};

class Database final : public RunningService {
 public:
  // The name of its port in ServicePorts.
  static constexpr std::string_view kPort = "store";

  // `world` outlives this. `set`: all members of the replica set, this one among them; of a database alone: none.
  Database(world::World& world, std::string name, std::string folder, DatabaseSpec spec, std::vector<SetPlace> set);
  ~Database() override;

  // Reads what is on the disk, then binds. Errors name the file or the port.
  Result<> listen(const ServicePorts& ports) override;
  world::Task<> serve() override;
  world::Task<Result<>> stop(world::Instant deadline) override;
  Result<std::string> inject(const ServiceFault& fault) override;
  Result<> clear(const std::string& id) override;

 private:
  struct Client;
  // What a request comes to: its answer, and what has to be written before it may be given.
  struct Outcome {
    boost::json::object answer;
    std::optional<Change> change;
  };

  // ---- connections
  void admit(world::Stream stream, world::TaskGroup& tasks);
  static world::Task<> send(std::shared_ptr<Client> client);
  world::Task<> serve_client(std::shared_ptr<Client> client);
  world::Task<> answer_all(Client& client, TalkReader& reader);
  bool survives_strike(Client& client);
  std::size_t connections() const;  // of others than members of the set

  // ---- requests (database_requests.cpp)
  world::Task<boost::json::object> answer(Client& client, boost::json::object request);
  world::Task<boost::json::object> answer_batch(boost::json::object request);
  world::Duration time_for(const boost::json::object& request) const;
  Outcome run(const boost::json::object& request);
  Result<Outcome> run_do(const std::string& what, const boost::json::object& request);
  Result<Outcome> run_find(const boost::json::object& request, bool explains);
  Result<Outcome> run_write(const std::string& what, const boost::json::object& request);
  boost::json::object authenticate(Client& client, const boost::json::object& request) const;
  boost::json::object stats() const;
  // Why nothing may be written here; nothing if it may.
  std::optional<Error> unwritable() const;

  // ---- the log (database_log.cpp)
  Result<> load();
  // What the tables have of it already, into the log. Error: it is not there, and the tables are as before.
  Result<> append(const Change& change);
  Result<> append_entry(std::uint64_t term, std::string change);
  Result<> cut(std::uint64_t keep);
  void apply_due();
  void rebuild();
  LogEnd log_end() const;
  bool save_votes();
  world::Duration lag() const;

  // ---- the set (database_set.cpp)
  world::Task<> keep_time();
  world::Instant next_look() const;
  world::Task<> tell(SetPlace peer);
  world::Task<Result<>> tell_once(const SetPlace& peer, StoreClient& client);
  world::Task<> ask_for_vote(SetPlace peer, VoteRequest request);
  boost::json::object on_vote(const boost::json::object& request);
  boost::json::object on_append(const boost::json::object& request);
  Result<> take_entries(const ReplicaSet::Appended& done, const AppendRequest& request,
                        std::vector<std::string> entries);
  void begin_to_lead();
  // Until the entry is safe: true; or cannot be any more, or it takes too long: false.
  world::Task<bool> safe(LogEnd entry);

  world::World& world_;
  std::string name_;
  std::string folder_;
  DatabaseSpec spec_;
  std::vector<SetPlace> peers_;  // without this one
  std::vector<SetMember> members_;
  Tables tables_;
  AppendLog log_;
  std::vector<std::uint64_t> terms_;     // of the entries
  std::vector<std::string> entries_;     // their changes, encoded
  std::vector<world::Instant> arrived_;  // when they came
  std::uint64_t applied_ = 0;            // so many are in the tables
  std::unique_ptr<ReplicaSet> set_;
  ReplicaSet::Saved on_disk_;
  world::Notifier changed_;  // the log, who leads, what is safe
  ActiveFaults faults_{MemberKind::database};
  std::unique_ptr<world::Listener> listener_;
  world::TaskGroup* tasks_ = nullptr;  // while it serves
  std::map<std::uint64_t, std::shared_ptr<Client>> clients_;
  std::uint64_t last_client_ = 0;
  std::size_t most_connections_ = 0;
  std::uint64_t round_trips_ = 0;
  std::uint64_t requests_ = 0;
  bool draining_ = false;
};

struct Database::Client {
  Client(world::World& world, world::Stream stream, std::uint64_t id, bool is_trusted)
      : session(world, std::move(stream), id), since(world.clock().now()), trusted(is_trusted) {}
  Session session;
  world::Instant since;
  bool trusted;
  bool stalled = false;    // nothing is answered any more
  bool is_member = false;  // of the set
};

}  // namespace checkride::harness::stores
