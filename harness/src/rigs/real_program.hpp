// RealProgram: a service that is a program which is not ours, started as a child in a folder of its own.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "checkride/world/process.hpp"
#include "checkride/world/real_world.hpp"
#include "rigs/program_plans.hpp"

namespace checkride::harness {

class RealProgram final : public RunningService {
 public:
  // `output`, which outlives it, gets its lines. `folder` is absolute.
  RealProgram(world::RealWorld& world, ServiceSpec spec, std::string program, std::string folder,
              std::vector<std::string>& output);

  // How it is started; before listen().
  void use(ProgramPlan plan) { plan_ = std::move(plan); }
  // Writes its files and starts it. It listens when until_ready() says so.
  Result<> listen(const ServicePorts& ports) override;
  world::Task<Result<>> until_ready();
  // Until it ends. Who cancels this and destroys the program kills it.
  world::Task<> serve() override;
  // SIGTERM. Errors: it does not end in time, or with another code than it should.
  world::Task<Result<>> stop(world::Instant deadline) override;
  world::Task<Result<>> set(ServiceChange change) override;

  // Writes files anew that it reads while it runs.
  Result<> refresh(const std::vector<NamedFile>& files);
  Result<> send_signal(world::ProcessSignal signal) { return child_->send_signal(signal); }
  // How it ended, if it has.
  const std::optional<world::ExitStatus>& ended() const { return child_->status(); }

 private:
  world::RealWorld& world_;
  ServiceSpec spec_;
  std::string program_;
  std::string folder_;
  std::vector<std::string>& output_;
  std::size_t first_line_ = 0;
  ProgramPlan plan_;
  ServicePorts ports_;
  std::unique_ptr<world::ChildProcess> child_;
};

}  // namespace checkride::harness
