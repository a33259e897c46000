// HTTP traffic: requests of a mix, each due at its time, on connections that are kept.
#pragma once

#include <memory>
#include <vector>

#include "checkride/http/connections.hpp"
#include "traffic/arrivals.hpp"
#include "traffic/traffic_run.hpp"

namespace checkride::harness {

class HttpTrafficRun final : public TrafficRun {
 public:
  HttpTrafficRun(TrafficPlace place, Traffic traffic);

 private:
  struct Due {
    world::Instant at;
    std::uint64_t number = 0;  // from 1
    std::size_t request = 0;   // of the mix
    std::size_t look = 0;
  };

  world::Task<> generate() override;
  void conclude() override;
  std::size_t pick();
  std::size_t add_look(world::Instant due);
  world::Task<> exchange(Due due);
  world::Task<Result<http::Response>> fetch(Due due);

  const HttpTraffic& spec_;  // of traffic_
  Arrivals arrivals_;
  world::Random& mix_;
  std::uint64_t shares_ = 0;
  void make_clients();
  // The first request of the mix that goes to its servers in the same way: they share connections.
  std::size_t way_of(std::size_t request) const;
  bool is_secure(std::size_t request) const;

  // By client, then by way; null where another request's way is the same.
  std::vector<std::vector<std::unique_ptr<http::Connections>>> clients_;
};

// The request as it is sent, by its number.
http::Request request_of(const TrafficRequest& wanted, std::uint64_t number, bool keep_alive);

}  // namespace checkride::harness
