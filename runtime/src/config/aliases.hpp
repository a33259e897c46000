// Short names of flight variables: "altitude" for PLANE ALTITUDE, built in or given by the configuration.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/config.hpp"

namespace checkride::runtime {

// What two names have in common that mean one metric, as plane_altitude and PLANE ALTITUDE do: lower case, and spaces.
std::string metric_key(std::string_view name);

// A short name and the variables it may mean, the likeliest first.
struct BuiltinAlias {
  std::string_view alias;
  std::span<const std::string_view> variables;
};
std::span<const BuiltinAlias> builtin_aliases();

// Gives each variable without an alias the built-in one that means it, if no other variable has that alias.
void fill_aliases(std::vector<VariableConfig>& variables);

// Every metric name that a rule may use here: aliases, names, error_rate. For messages.
std::vector<std::string> known_metrics(const std::vector<VariableConfig>& variables);

}  // namespace checkride::runtime
