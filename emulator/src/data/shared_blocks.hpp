// Data blocks of the user's aircraft that several clients, or several requests, want alike: made once a turn.
//
// Definitions are alike when they list the same variables in the same types and units. A block is good for one turn:
// whoever may have changed a value begins a new one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "data/data_definition.hpp"

namespace checkride::emulator {

class SharedBlocks {
 public:
  // Values may have changed.
  void begin_turn() { ++turn_; }

  // The untagged block of the definition. Valid until the next call.
  const SharedBlock& block(const DataDefinition& definition, SimObject& object);

 private:
  std::shared_ptr<SharedBlock> find(const DataDefinition& definition);

  std::uint64_t turn_ = 1;
  std::map<std::string, std::weak_ptr<SharedBlock>> blocks_;  // by what makes definitions alike
  std::size_t swept_ = 0;                                     // entries that were left by the last sweep
};

}  // namespace checkride::emulator
