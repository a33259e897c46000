// SimConnect traffic: clients that open, define variables, ask for them each second or frame, and count what comes.
#pragma once

#include <cstddef>
#include <vector>

#include "traffic/traffic_run.hpp"

namespace checkride::harness {

class SimConnectTrafficRun final : public TrafficRun {
 public:
  SimConnectTrafficRun(TrafficPlace place, Traffic traffic);

 private:
  struct Client {
    world::Stream stream;
    world::Instant due;  // when it was to connect
    std::optional<world::Instant> opened;
    bool lost = false;
    std::vector<world::Instant> arrivals;  // of samples
  };

  world::Task<> generate() override;
  void conclude() override;
  world::Task<> talk(std::size_t number);
  world::Task<Result<>> connect(Client& client, std::size_t number);
  world::Task<Result<>> listen(Client& client);
  Result<> hear(Client& client, std::span<const std::byte> frame);

  const SimConnectTraffic& spec_;  // of traffic_
  std::vector<Client> clients_;
  bool ended_ = false;  // clients are closed by us from now on
};

// What a series of samples comes to, one each `period` until `end`. The grid on which they are due is that of the most
// punctual of them; where none came, the first was due one period after the session was there.
struct SampleSums {
  std::uint64_t due = 0;
  std::uint64_t received = 0;  // of those that were due
  Histogram lateness;
};
SampleSums judge_samples(const std::vector<world::Instant>& arrivals, world::Instant opened, world::Instant end,
                         world::Duration period);

}  // namespace checkride::harness
