// FailoverMemory: which simulator flies a flight, in a file of app.state_dir, so that a restart of the monitor does not
// take the flight back from the standby that has it.
#pragma once

#include <optional>
#include <string>

#include "checkride/world/files.hpp"

namespace checkride::runtime::link {

struct FailoverChoice {
  std::string simulator;
  bool asked_for = false;  // a person chose it
  bool operator==(const FailoverChoice&) const = default;
};

class FailoverMemory {
 public:
  // `files` outlives this. The file is FLIGHT.json in the folder "failover" of `state_dir`.
  FailoverMemory(world::Files& files, const std::string& state_dir, const std::string& flight);

  // Nothing when nothing was ever kept. Errors name the file: those of the disk; what is no choice.
  Result<std::optional<FailoverChoice>> recall() const;
  // Replaces the file as a whole.
  Result<> keep(const FailoverChoice& choice) const;
  const std::string& path() const { return path_; }

 private:
  world::Files& files_;
  std::string folder_;
  std::string path_;
};

}  // namespace checkride::runtime::link
