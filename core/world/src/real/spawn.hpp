// Starting a program: fork and exec, with pipes for what it prints.
#pragma once

#include "checkride/world/process.hpp"
#include "real/descriptor.hpp"

namespace checkride::world::real {

struct PipeEnds {
  Descriptor reading;
  Descriptor writing;
};
Result<PipeEnds> make_pipe();

struct Spawned {
  int pid = -1;
  Descriptor process;  // a pidfd: readable once the process has ended
  Descriptor output;   // reading ends
  Descriptor error;
};

Result<Spawned> spawn(const ProcessOptions& options);

}  // namespace checkride::world::real
