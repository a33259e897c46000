#include "schema/key_texts.hpp"

namespace checkride::harness {

std::span<const KeyText> scenario_texts() {
  return {};
}

}  // namespace checkride::harness
