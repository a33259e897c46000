// Dependency: another service that an upstream asks, over connections that it keeps: a database, a key-value store, or
// anything that speaks HTTP.
#pragma once

#include <boost/json/object.hpp>
#include <memory>
#include <string>

#include "checkride/http/connections.hpp"
#include "services/service.hpp"
#include "services/stores/resp_client.hpp"
#include "services/stores/store_client.hpp"
#include "services/upstream/client_pool.hpp"

namespace checkride::harness {

class Dependency {
 public:
  // The place's services have the spec's member, for the loader says so. Its world outlives this.
  Dependency(const ServicePlace& place, DependencySpec spec);

  const DependencySpec& spec() const { return spec_; }
  PoolCounts counts() const;

  // Each within the spec's timeout; reads, and what is kept in a key-value store, once more where a connection that was
  // kept ends before anything of the answer came. Errors beside those of the network: what the store or its pool
  // refuses, an answer of HTTP from 400 on.
  world::Task<Result<boost::json::object>> ask_tables(boost::json::object request);
  world::Task<Result<resp::Value>> ask_keys(resp::Request request);
  world::Task<Result<http::Response>> call(http::Request request);
  // Does it take connections?
  world::Task<bool> is_up();
  // What runs beside it.
  world::Task<> keep_tidy();

  // Faults of the service that asks.
  void set_down(bool down) { down_ = down; }
  void set_leaks(bool leaks) { leaks_ = leaks; }

 private:
  using Tables = ClientPool<stores::StoreClient>;
  using Keys = ClientPool<stores::RespClient>;

  static world::Task<Result<std::unique_ptr<stores::StoreClient>>> connect_tables(Dependency* self);
  static world::Task<Result<std::unique_ptr<stores::RespClient>>> connect_keys(Dependency* self);
  world::Task<Result<boost::json::object>> ask_tables_once(boost::json::object request);
  // Asks the database of that name from now on. False: there is none.
  bool follow(const std::string& leader);
  Error down() const;

  world::World& world_;
  DependencySpec spec_;
  std::vector<Neighbour> services_;
  world::Endpoint endpoint_;
  bool secure_ = false;  // it is asked by https
  std::string password_;
  Tables tables_;
  Keys keys_;
  http::Connections connections_;
  bool down_ = false;
  bool leaks_ = false;
};

}  // namespace checkride::harness
