// MetarBook: plausible weather of any airfield at any time, and the reports that providers make of it. Equal for equal
// airfield and time, whoever asks and when: a report is a function of both. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/harness/upstream_specs.hpp"
#include "checkride/world/time.hpp"

namespace checkride::harness {

struct Metar {
  struct Cloud {
    std::string_view cover;  // FEW, SCT, BKN, OVC
    std::int64_t base_ft = 0;
    bool operator==(const Cloud&) const = default;
  };
  std::string icao;
  world::UtcTime at{};
  std::int64_t wind_deg = 0;  // where it comes from; 0: it is calm
  std::int64_t wind_kt = 0;
  std::int64_t gust_kt = 0;  // 0: none
  std::int64_t visibility_m = 9999;
  std::vector<Cloud> clouds;  // none: clear
  std::int64_t temperature_c = 15;
  std::int64_t dewpoint_c = 10;  // never above the temperature
  std::int64_t pressure_hpa = 1013;
  bool operator==(const Metar&) const = default;
};

// "METAR KSEA 051600Z 27015KT 9999 FEW030 12/08 Q1013"
std::string metar_text(const Metar& metar);
// As aviationweather.gov has it in its JSON, and CheckWX in its decoded answers: one object.
std::string aviationweather_json(const Metar& metar);
std::string checkwx_json(const Metar& metar);

// Four capital letters or digits, the first a letter.
bool good_icao(std::string_view icao);

class MetarBook {
 public:
  // `stations`: the only ones that there are, with what is fixed in their reports; none: any. A report is made `every`
  // so often.
  MetarBook(std::vector<StationSpec> stations, world::Duration every);
  // The report that is in force; nothing for a station that there is not. Requires a good_icao().
  std::optional<Metar> report(std::string_view icao, world::UtcTime now) const;

 private:
  std::vector<StationSpec> stations_;
  world::Duration every_;
};

}  // namespace checkride::harness
