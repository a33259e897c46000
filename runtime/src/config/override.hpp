// One value laid over a configuration from outside of its files: an environment variable, an option --set.
#pragma once

#include <string>

#include "checkride/values/diagnostic.hpp"
#include "config/tree.hpp"

namespace checkride::runtime {

struct Override {
  KeyPath path;
  std::string text;
  std::string origin;  // for messages: "environment variable LOG_LEVEL", "--set logging.level"
};

// The tree with the value there. The schema says how the text is read: text is text whatever it looks like, a list of
// texts may be written a,b,c, and lists and maps are YAML. The next index of a list adds an item. Mistakes (an unknown
// key, an index too far, bad YAML) are added to `errors` under the origin, and the tree stays as it was.
values::Node with_override(const values::Node& root, const values::Schema& schema, const Override& override,
                           values::Diagnostics& errors);

}  // namespace checkride::runtime
