// What a reader of a service's keys makes of a text, and the mistakes that it tells.
#pragma once

#include <string>

#include "checkride/values/values.hpp"

namespace checkride::harness {

template <class Spec>
struct ReadSpec {
  ReadSpec(const std::string& text, Spec (*read)(values::MapReader&)) {
    values::Diagnostics errors;
    if (const auto document = values::load(text, "s.yaml", errors)) {
      values::MapReader map = document->root_map(errors);
      spec = read(map);
      map.finish();
    }
    mistakes = errors.empty() ? "" : errors.text();
  }
  Spec spec;
  std::string mistakes;
};

}  // namespace checkride::harness
