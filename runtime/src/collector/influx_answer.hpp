// What an answer of InfluxDB means for the points that were sent. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "checkride/world/time.hpp"

namespace checkride::runtime::collector {

struct InfluxVerdict {
  // taken      the points are stored
  // too_large  fewer at once may pass
  // refused    at least one of the points is not acceptable, ever
  // temporary  the same again may pass
  // permanent  nothing passes until a person changes something: credentials, database, address
  enum class Kind { taken, too_large, refused, temporary, permanent };
  Kind kind = Kind::taken;
  std::string reason;
  std::optional<world::Duration> retry_after;
};

// `body` may be anything: its "error" or "message" is told, shortened, with what cannot be printed replaced.
InfluxVerdict judge_influx(int status, std::optional<std::string_view> retry_after, std::string_view body);

}  // namespace checkride::runtime::collector
