// SilenceBook: the silences that people have set. Pure but for what it keeps.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "alerts/engine.hpp"
#include "checkride/result/result.hpp"
#include "checkride/values/document.hpp"
#include "checkride/values/json.hpp"
#include "rules/matcher.hpp"

namespace checkride::runtime::alerts {

struct Silence {
  std::string id;
  std::vector<Matcher> matchers;  // at least one; all must fit
  world::UtcTime starts_at{};
  world::UtcTime ends_at{};
  std::string created_by;
  std::string comment;
  bool operator==(const Silence&) const = default;
};

class SilenceBook {
 public:
  static constexpr std::size_t kMax = 1000;
  // How long a silence that is over can still be looked up.
  static constexpr world::Duration kKept{std::chrono::hours(24)};

  // Replaces the silence of that id, if there is one. Errors (invalid): there are kMax already.
  Result<> set(Silence silence, world::UtcTime now);
  // Ends it now. False if there is none of that id that has not ended yet.
  bool expire(const std::string& id, world::UtcTime now);
  // The first that is on and fits; null if none.
  const Silence* find_match(const Alert& alert, world::UtcTime now) const;
  const Silence* find(const std::string& id) const;
  const std::vector<Silence>& all() const { return silences_; }
  void drop_old(world::UtcTime now);

 private:
  std::vector<Silence> silences_;
};

// "pending", "active" or "expired".
std::string_view status_of(const Silence& silence, world::UtcTime now);
void write_silence(values::json::Writer& json, const Silence& silence, world::UtcTime now);
// The document of Alertmanager's API: matchers [{name, value, isEqual, isRegex}], startsAt, endsAt, createdBy,
// comment, id. `alertname` means rule; '*' in a value that is no regular expression stands for any characters. startsAt
// may be absent: `now`. Mistakes go to `errors`.
Silence read_silence(const values::Node& node, world::UtcTime now, values::Diagnostics& errors);

}  // namespace checkride::runtime::alerts
