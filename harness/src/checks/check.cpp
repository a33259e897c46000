#include "checkride/harness/check.hpp"

#include <fmt/format.h>

namespace checkride::harness {

std::string_view to_string(RigKind kind) {
  switch (kind) {
    case RigKind::virtual_rig:
      return "virtual";
    case RigKind::process_rig:
      return "process";
    case RigKind::live_rig:
      return "live";
  }
  return "";
}

std::optional<std::string> CheckKind::impossible(RigKind) const {
  return std::nullopt;
}

world::Task<Result<double>> CheckKind::quantity(Sight&) const {
  co_return Error::invalid(text() + ": this is no quantity");
}

std::string counted(std::uint64_t number, std::string_view noun) {
  return fmt::format("{} {}{}", number, noun, number == 1 ? "" : "s");
}

std::string seconds_text(Duration duration) {
  return fmt::format("{:.3f} s", world::to_seconds(duration));
}

}  // namespace checkride::harness
