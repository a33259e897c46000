// Performs the actions of a timeline: everything that is done to members, as opposed to looked at.
#pragma once

#include <map>

#include "engine/run.hpp"

namespace checkride::harness {

class Stagehand {
 public:
  // `tasks` runs what ends by itself later (freeze and inject with `for`); it outlives nothing of the run.
  Stagehand(Run& run, world::TaskGroup& tasks) : run_(run), tasks_(tasks) {}

  // The error says which member and why.
  world::Task<Result<>> perform(const Action& action);
  // Stops what still runs, monitors before what they talk to; every exit code must be 0.
  world::Task<Result<>> stop_all();

 private:
  struct ActiveFault {
    Inject inject;
    std::size_t record = 0;
    std::string id_at_member;  // of a simulator or service
    std::uint64_t epoch = 0;   // of that member: a restart forgets its faults
  };

  world::Task<Result<>> start(const Start& start);
  world::Task<Result<>> start(std::string member);
  world::Task<Result<>> be_refused(std::string member, const Refusal& refusal);
  world::Task<Result<>> stop(std::string member);
  world::Task<Result<>> kill(std::string member);
  Result<> freeze(const Freeze& freeze);
  Result<> thaw(const std::string& member);
  world::Task<> thaw_later(std::string member, Duration after);
  world::Task<Result<>> set(const Set& set);
  world::Task<Result<>> release(const Release& release);
  world::Task<Result<>> inject(const Inject& inject);
  Result<std::string> inject_service(const FaultOfService& fault);
  world::Task<Result<>> clear(std::string id);
  world::Task<Result<>> cut_power(const DiskFault& fault);
  world::Task<Result<>> signal(const SendSignal& sent);
  world::Task<Result<>> run_command(const RunCommand& run);
  world::Task<> clear_later(std::string id, Duration after);
  world::Task<Result<>> request(const HttpRequest& request);
  world::Task<Result<http::Response>> ask(const HttpRequest& request, http::Request sent);
  world::Task<Result<>> send_bytes(const SendBytes& send);
  world::Task<Result<>> write(const StoreWrite& write);
  world::Task<Result<>> write_row(const StoreWrite& write);
  world::Task<Result<>> send(const Traffic& traffic);
  void end_disturbance(const std::string& member);

  Run& run_;
  world::TaskGroup& tasks_;
  std::map<std::string, ActiveFault> faults_;        // by id
  std::map<std::string, std::size_t> disturbances_;  // member -> record of its kill or freeze
};

}  // namespace checkride::harness
