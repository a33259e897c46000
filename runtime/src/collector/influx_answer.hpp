// What an answer of InfluxDB means for the points that were sent. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/world/time.hpp"
#include "config/secret.hpp"

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

// `body` may be anything, of a proxy too: its "error" or "message" is told, shortened, with what cannot be printed
// replaced, and without what was `told` to the server, which may repeat it.
InfluxVerdict judge_influx(int status, std::optional<std::string_view> retry_after, std::string_view body,
                           const std::vector<Secret>& told = {});
// `text` with "***" wherever it holds one of `told`; one that may be a part of another comes after it.
std::string without_secrets(std::string text, const std::vector<Secret>& told);

}  // namespace checkride::runtime::collector
