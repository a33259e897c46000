// traffic: what came of the requests of a traffic step.
#pragma once

#include <string>
#include <vector>

#include "checkride/harness/check.hpp"
#include "checks/compared.hpp"
#include "reading/reader.hpp"
#include "traffic/figures.hpp"

namespace checkride::harness {

// Judged when the last answer is there, or with `so_far` as it stands.
struct TrafficCheck {
  std::string of;                    // the traffic's id
  std::vector<std::string> targets;  // of it
  bool so_far = false;
  ComparedList numbers;       // "sent", "answered", "dropped", "due", "received", "lost"
  ComparedList status;        // "2xx", "timeout"
  ComparedList latency;       // "p99"; seconds
  ComparedList lateness;      // the same
  std::string take = "sent";  // what it comes to as a quantity
};

Seen check_traffic(const TrafficCheck& check, const TrafficFigures& figures);

Check make_check(TrafficCheck check);
Check read_traffic_check(values::MapReader& map, Reader& reader);
// The id alone.
Check read_traffic_word(const values::Node& node, Reader& reader);

// The id of a traffic step that has been read; another is a mistake, which is told. Null: none.
const Reader::TrafficNamed* find_traffic(const std::string& id, const values::Position& where, Reader& reader);

}  // namespace checkride::harness
