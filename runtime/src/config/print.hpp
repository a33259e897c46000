// A configuration for people and programs to look at: every value with its origin, secrets masked.
#pragma once

#include <string>

#include "checkride/values/json.hpp"
#include "config/load.hpp"

namespace checkride::runtime {

// YAML with every value that is in effect, a comment behind each saying where it comes from. It loads again, to the
// same configuration but for secrets: those written out are masked, and a notice of what is loaded then names each of
// them; those of a KEY_file are named by it, others stay where they are. A masked address keeps its scheme.
std::string printed_config(const LoadedConfig& loaded);

// The same as JSON members: "config", the values as a tree with secrets masked; "origins", the key of each value (of a
// list as a whole) to where it comes from.
void add_config_members(values::json::Writer& json, const LoadedConfig& loaded);

// A number that differs when the effective configuration does; masked secrets count as masked. At most 2^48, so that a
// metric holds it exactly.
std::uint64_t config_hash(const LoadedConfig& loaded);

// A configuration to begin with: every key with what it means, its type, default and range; keys with a default stand
// as comments that hold the default, and it loads as it is.
std::string sample_config();

// The JSON Schema (2020-12) of a configuration file. ${VARIABLE} is allowed for every value.
std::string json_schema();

}  // namespace checkride::runtime
