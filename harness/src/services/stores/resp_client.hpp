// A client of a key-value store, for services of scenarios that use one.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "checkride/world/world.hpp"
#include "services/stores/resp.hpp"

namespace checkride::harness::stores {

class RespClient {
 public:
  // Connects and logs in. `world` outlives the client. Errors: as of the network; timed_out; permission_denied when the
  // store does not take the password, which the message does not repeat.
  static world::Task<Result<std::unique_ptr<RespClient>>> connect(world::World& world, world::Endpoint to,
                                                                  std::string password, world::Duration limit);
  RespClient(world::World& world, world::Stream stream) : world_(world), stream_(std::move(stream)) {}

  // The store's answer, which may be one of its errors. After a failure of the connection, or timed_out, the client is
  // closed: what came of the request is not known. One task asks at a time.
  world::Task<Result<resp::Value>> ask(resp::Request request, world::Duration limit);
  // The same for many at the price of one round trip.
  world::Task<Result<std::vector<resp::Value>>> ask_all(std::vector<resp::Request> requests, world::Duration limit);
  // What the store says unasked, after SUBSCRIBE. timed_out leaves the client open.
  world::Task<Result<resp::Value>> listen(world::Duration limit);

  bool is_open() const { return open_; }
  // Whether anything came since the last question.
  bool heard() const { return heard_; }
  void close();

 private:
  world::Task<Result<std::vector<resp::Value>>> exchange(std::string bytes, std::size_t answers);
  world::Task<Result<resp::Value>> next();

  world::World& world_;
  world::Stream stream_;
  resp::Reader reader_;
  bool open_ = true;
  bool heard_ = false;
};

}  // namespace checkride::harness::stores
