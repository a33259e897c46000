// CommandPlay: one command of checkride-monitor on a virtual host, beside the program that may run there.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "checkride/runtime/runtime.hpp"
#include "checkride/world/task_group.hpp"
#include "checkride/world/virtual_world.hpp"
#include "rigs/rig.hpp"

namespace checkride::harness {

class CommandPlay {
 public:
  // `host` is up and outlives the play.
  CommandPlay(world::VirtualHost& host, runtime::Options options);
  ~CommandPlay();
  CommandPlay(const CommandPlay&) = delete;
  CommandPlay& operator=(const CommandPlay&) = delete;

  // None while it runs. Errors: it ended by an exception.
  std::optional<Result<CommandResult>> result() const;

 private:
  class Place;

  world::Task<> play(runtime::Options options);

  std::unique_ptr<Place> place_;
  std::optional<int> exit_code_;
  std::string failure_;
  world::TaskGroup tasks_;
};

}  // namespace checkride::harness
