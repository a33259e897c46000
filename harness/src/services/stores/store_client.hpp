// A client of a database, for services of scenarios that use one and for members of a set that talk to each other.
#pragma once

#include <boost/json/object.hpp>
#include <memory>
#include <string>

#include "checkride/world/world.hpp"
#include "services/stores/store_talk.hpp"

namespace checkride::harness::stores {

class StoreClient {
 public:
  // Connects and logs in. `world` outlives the client. Errors: as of the network; timed_out; permission_denied when the
  // database does not take the password, which the message does not repeat.
  static world::Task<Result<std::unique_ptr<StoreClient>>> connect(world::World& world, world::Endpoint to,
                                                                   std::string password, world::Duration limit);
  StoreClient(world::World& world, world::Stream stream) : world_(world), stream_(std::move(stream)) {}

  // The answer, which may be a refusal (error_in). After a failure of the connection, or timed_out, the client is
  // closed: what came of the request is not known. One task asks at a time.
  world::Task<Result<boost::json::object>> ask(boost::json::object request, world::Duration limit);

  bool is_open() const { return open_; }
  // Whether anything came since the last question.
  bool heard() const { return heard_; }
  // When it was connected, for pools that let connections live only so long.
  world::Instant since() const { return since_; }
  void close();

 private:
  world::Task<Result<boost::json::object>> exchange(std::string line);

  world::World& world_;
  world::Stream stream_;
  TalkReader reader_;
  world::Instant since_ = world_.clock().now();
  bool open_ = true;
  bool heard_ = false;
};

}  // namespace checkride::harness::stores
