// StoreRig: stores on hosts of a virtual world, whose disks can be hurt, and a user who talks to them.
#pragma once

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "checkride/test/world_test.hpp"
#include "services/stores/database.hpp"
#include "services/stores/key_value.hpp"
#include "services/stores/resp_client.hpp"
#include "services/stores/store_client.hpp"

namespace checkride::harness::stores {

using namespace std::chrono_literals;

inline constexpr world::Duration kLimit = 10s;

inline world::Task<int> serve(RunningService& service) {
  co_await service.serve();
  co_return 0;
}

// One store on a host of its own. A restart makes a new one, of what is on the disk.
template <class Store>
struct StoreHost {
  world::VirtualHost* host = nullptr;
  std::function<std::unique_ptr<Store>(world::VirtualHost&)> make;
  std::unique_ptr<Store> store;

  // False: it does not start.
  bool start() {
    store.reset();
    store = make(*host);
    ServicePorts ports;
    ports[std::string(Store::kPort)] = {"0.0.0.0", 7000};
    if (!store->listen(ports)) return false;
    host->start("store", serve(*store));
    return true;
  }
  void kill() {
    host->crash();
    host->restart();
  }
  void lose_power() {
    host->lose_power();
    host->restart();
  }
};

inline world::Task<int> sleep(world::World& world, world::Duration duration) {
  co_await world.clock().sleep_for(duration);
  co_return 0;
}

class StoreWorld {
 public:
  explicit StoreWorld(std::uint64_t seed = 1) : world({.seed = seed}), user(world.add_host("user")) {}
  ~StoreWorld() { user.crash(); }
  StoreWorld(const StoreWorld&) = delete;
  StoreWorld& operator=(const StoreWorld&) = delete;

  // Runs `script` on the user's host to its end, or until `broken` holds: then the user is no more.
  void run(world::Task<int> script, const std::function<bool()>& broken = {}) {
    user.start("user", std::move(script));
    world.run_until(world.now() + 1h, [&] { return user.exit_code().has_value() || (broken && broken()); });
    EXPECT_EQ(user.failure(), "");
    if (user.exit_code()) return;
    user.crash();
    user.restart();
  }
  // Also where nothing happens meanwhile.
  void wait(world::Duration duration) { run(sleep(user, duration)); }

  world::VirtualWorld world;
  world::VirtualHost& user;
};

// ---- the key-value store

class KeyValueRig : public StoreWorld {
 public:
  explicit KeyValueRig(KeyValueSpec spec = {}, std::uint64_t seed = 1) : StoreWorld(seed) {
    place.host = &world.add_host("redis");
    place.make = [spec](world::VirtualHost& host) {
      return std::make_unique<KeyValue>(host, "/data/redis", spec, std::nullopt);
    };
  }
  ~KeyValueRig() { place.host->crash(); }

  // The answers to these requests, in order; fewer if the connection ended.
  std::vector<resp::Value> ask(std::vector<resp::Request> requests, std::string password = "") {
    std::vector<resp::Value> answers;
    run(ask_all(user, std::move(requests), std::move(password), &answers),
        [this] { return place.host->power_is_cut(); });
    return answers;
  }
  resp::Value ask_one(resp::Request request) {
    std::vector<resp::Request> requests;
    requests.push_back(std::move(request));
    const auto answers = ask(std::move(requests));
    return answers.empty() ? resp::Value::error("no answer") : answers.front();
  }
  static world::Task<int> ask_all(world::World& here, std::vector<resp::Request> requests, std::string password,
                                  std::vector<resp::Value>* answers) {
    world::Endpoint there;
    there.host = "redis";
    there.port = 7000;
    auto client = co_await RespClient::connect(here, there, password, kLimit);
    if (!client) co_return 1;
    for (resp::Request& request : requests) {
      auto answer = co_await (*client)->ask(std::move(request), kLimit);
      if (!answer) co_return 1;
      answers->push_back(std::move(*answer));
    }
    (*client)->close();
    co_return 0;
  }

  StoreHost<KeyValue> place;
};

// ---- the database

inline DatabaseSpec airports() {
  TableSpec table;
  table.name = "airports";
  table.required = {"iata", "name"};
  table.unique = {{"iata"}, {"icao"}};
  table.indexes = {{"city"}, {"country"}, {"country", "city"}, {"latitude", "longitude"}, {"name:words"}};
  DatabaseSpec spec;
  spec.tables.push_back(table);
  return spec;
}

inline boost::json::object json(std::string_view text) {
  boost::system::error_code error;
  auto value = boost::json::parse(boost::json::string_view(text.data(), text.size()), error);
  EXPECT_FALSE(error) << text;
  return error || !value.is_object() ? boost::json::object() : value.get_object();
}

// Databases with the names given, which are one set if there are several; the first leads at first. Names that begin
// with "witness" hold no data.
class DatabaseRig : public StoreWorld {
 public:
  explicit DatabaseRig(std::vector<std::string> names = {"db"}, DatabaseSpec spec = airports(), std::uint64_t seed = 1)
      : StoreWorld(seed) {
    std::vector<SetPlace> set;
    for (const std::string& name : names) {
      SetPlace member;
      member.member = {name, !name.starts_with("witness")};
      member.endpoint = {name, 7000};
      set.push_back(member);
    }
    if (set.size() == 1) set.clear();
    for (const std::string& name : names) {
      DatabaseSpec own = spec;
      if (name != names.front()) own.replica_of = names.front();
      own.holds_data = !name.starts_with("witness");
      StoreHost<Database>& place = places[name];
      place.host = &world.add_host(name);
      place.make = [name, own, set](world::VirtualHost& host) {
        return std::make_unique<Database>(host, name, "/data/" + name, own, set);
      };
    }
  }
  ~DatabaseRig() {
    for (auto& [name, place] : places) place.host->crash();
  }

  bool start() {
    bool all = true;
    for (auto& [name, place] : places) all = place.start() && all;
    return all;
  }
  StoreHost<Database>& at(const std::string& name) { return places.at(name); }

  // The answers to these requests of the database with that name; fewer if the connection ended.
  std::vector<boost::json::object> ask(const std::string& name, const std::vector<std::string>& requests) {
    std::vector<boost::json::object> answers;
    run(ask_all(user, name, requests, &answers), [this, name] { return at(name).host->power_is_cut(); });
    return answers;
  }
  boost::json::object ask_one(const std::string& name, const std::string& request) {
    const auto answers = ask(name, {request});
    return answers.empty() ? refusal("no answer") : answers.front();
  }
  static world::Task<int> ask_all(world::World& here, std::string name, std::vector<std::string> requests,
                                  std::vector<boost::json::object>* answers) {
    world::Endpoint there;
    there.host = name;
    there.port = 7000;
    auto client = co_await StoreClient::connect(here, there, "", kLimit);
    if (!client) co_return 1;
    for (const std::string& request : requests) {
      auto answer = co_await (*client)->ask(json(request), kLimit);
      if (!answer) co_return 1;
      answers->push_back(std::move(*answer));
    }
    (*client)->close();
    co_return 0;
  }
  // Who leads, as these members see it; empty: nobody or not one only.
  std::string leader(const std::vector<std::string>& names) {
    std::string leader;
    for (const std::string& name : names) {
      const auto stats = ask_one(name, R"({"do": "stats"})");
      if (!stats.contains("role") || stats.at("role") != "leader") continue;
      if (!leader.empty()) return "";
      leader = name;
    }
    return leader;
  }

  std::map<std::string, StoreHost<Database>> places;
};

}  // namespace checkride::harness::stores
