// What a worker tells of its job: how far it is and, at the end, what came of it.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "suite/job.hpp"

namespace checkride::harness {

// The job could not be played at all: the report folder cannot be written.
struct JobTrouble {
  std::string text;
};

using JobMessage = std::variant<JobProgress, reports::ScenarioRecord, JobTrouble>;

std::string to_message(const JobMessage& message);
// What to_message() made, to the last bit. Error (invalid): something else.
Result<JobMessage> read_message(std::string_view message);

}  // namespace checkride::harness
