// What the record of a run says beside what the engine saw: which run it is, and how to repeat it.
#pragma once

#include <string>

#include "suite/job.hpp"

namespace checkride::harness {

// The record of a run of which nothing came: name, rig and seed of the job, its verdict and why.
reports::ScenarioRecord record_without_run(const Job& job, reports::Verdict verdict, std::string reason);

// Writes name, seed and case of the job into a record that the engine made.
void name_run(const Job& job, reports::ScenarioRecord& record);

// The shell command that plays the job once more.
std::string replay_command(const Job& job, const SuiteOptions& options);

// As --simulator takes them: "sim=127.0.0.1:500".
std::vector<std::string> simulator_texts(const SuiteOptions& options);

}  // namespace checkride::harness
