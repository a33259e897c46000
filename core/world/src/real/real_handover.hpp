// The handover of this process to what now stands where its program was started from.
#pragma once

#include <string>
#include <vector>

#include "checkride/world/handover.hpp"
#include "checkride/world/real_world.hpp"
#include "real/real_network.hpp"

namespace checkride::world::real {

// The absolute path by which a successor is found: `word`, the program as it was called, with every symbolic link left
// in it (an upgrade may turn one), if this process was started from there; else what the system says.
std::string program_path(const std::string& word);

class RealHandover final : public Handover {
 public:
  // `world` and `network` outlive it. `on_trial` is told when a child of it begins and ends to run.
  RealHandover(RealWorld& world, RealNetwork& network, std::vector<std::string> arguments,
               std::function<void(bool running)> on_trial);

  std::string program() const override { return program_; }
  Task<Result<Trial>> try_out(std::vector<std::string> arguments, Duration limit) override;
  void hold_listeners() override { held_ = network_.hold_listeners(); }
  void hold_signals() override { world::hold_signals(); }
  void replace() override { wanted_ = true; }

  // Whether replace() was called.
  bool wanted() const { return wanted_; }
  // Becomes the successor; returns only if that failed. Descriptors of this process may be the sockets by then:
  // nothing but standard output and standard error is to be used afterwards.
  Error become();

 private:
  void put_in_place();

  RealWorld& world_;
  RealNetwork& network_;
  std::vector<std::string> arguments_;
  std::function<void(bool)> on_trial_;
  std::string program_;
  std::vector<HeldListener> held_;
  bool wanted_ = false;
};

}  // namespace checkride::world::real
