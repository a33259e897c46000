// calls: SimConnect messages that clients sent, as the simulator saw them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checks/compared.hpp"
#include "checks/tally.hpp"
#include "reading/reader.hpp"
#include "rigs/simulator_driver.hpp"

namespace checkride::harness {

struct CallsCheck {
  std::string of;
  std::string message;  // "RequestDataOnSimObject"; empty: any
  std::string client;   // the name it opened with; empty: any
  ComparedList fields;  // pointers: /fields/..., /exception/exception
  ComparedList data;    // of what SetDataOnSimObject wrote, by variable or by place from 1
  Tally count;
};

// All calls that a simulator told of since it was started last, read piece by piece.
struct CallTail {
  std::uint64_t start = 0;  // the number of that start
  std::vector<WireCall> calls;
  std::string lost;  // why some are missing; empty if none are

  std::uint64_t last() const { return calls.empty() ? 0 : calls.back().sequence; }
  // What a reading since last() brought; another one of the same time may have brought them already.
  void add(Result<std::vector<WireCall>> more);
};

Seen check_calls(const CallsCheck& check, const CallTail& tail);

Check read_calls_check(values::MapReader& map, Reader& reader);

}  // namespace checkride::harness
