// Places of a subject's surroundings, as its command and environment name them: "$sim.host" where it is the whole text,
// "${sim.host}" anywhere in it. Parameters are filled in before; what has no dot and is not "folder" is left alone.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/harness/scenario.hpp"

namespace checkride::harness {

// What stands for a name; nothing: the text stays as it is there.
using PlaceOfName = std::function<std::optional<std::string>(std::string_view name)>;
std::string fill_placeholders(std::string_view text, const PlaceOfName& place);

// All that a subject can name: "folder", "health.port" of its own ports, "sim.host" and "sim.port" of its simulators
// and of all services, "chat.url" of webhooks. The rig has a place for each.
std::vector<std::string> placeholder_names(const Scenario& scenario, const Monitor& monitor);

}  // namespace checkride::harness
