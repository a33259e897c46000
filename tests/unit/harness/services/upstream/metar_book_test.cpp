// Goal: weather is plausible, the same whenever it is asked for, and told in the forms of its providers.
#include "services/upstream/metar_book.hpp"

#include <gmock/gmock.h>

#include <boost/json.hpp>

#include "checkride/test/property.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;

const world::UtcTime kMorning(std::chrono::seconds(1'767'600'000));  // 2026-01-05T08:00:00Z

TEST(MetarBook, AReportIsWrittenAsTheyAre) {
  Metar metar;
  metar.icao = "KSEA";
  metar.at = kMorning + 30min;
  metar.wind_deg = 270;
  metar.wind_kt = 15;
  metar.gust_kt = 25;
  metar.clouds = {{"FEW", 3000}, {"OVC", 12'000}};
  metar.temperature_c = 3;
  metar.dewpoint_c = -2;
  metar.pressure_hpa = 998;
  EXPECT_EQ(metar_text(metar), "METAR KSEA 050830Z 27015G25KT 9999 FEW030 OVC120 03/M02 Q0998");
  metar.clouds.clear();
  metar.gust_kt = 0;
  EXPECT_EQ(metar_text(metar), "METAR KSEA 050830Z 27015KT 9999 NSC 03/M02 Q0998");
}

TEST(MetarBook, AReportIsInForceUntilTheNext) {
  const MetarBook book({}, 30min);
  const auto first = book.report("KSEA", kMorning);
  ASSERT_NE(first, std::nullopt);
  EXPECT_EQ(first->at, kMorning);
  EXPECT_EQ(book.report("KSEA", kMorning + 30min - 1ns), first);
  EXPECT_EQ(book.report("KSEA", kMorning + 30min)->at, kMorning + 30min);
  EXPECT_NE(book.report("KPDX", kMorning), first);
}

TEST(MetarBook, OfStationsThatAreDeclaredOnlyTheyAreKnown) {
  StationSpec sea;
  sea.icao = "KSEA";
  sea.wind_kt = 0;
  sea.temperature_c = 5;
  sea.dewpoint_c = 9;
  const MetarBook book({sea}, 30min);
  EXPECT_EQ(book.report("KPDX", kMorning), std::nullopt);
  const auto metar = book.report("KSEA", kMorning);
  ASSERT_NE(metar, std::nullopt);
  EXPECT_EQ(metar->wind_deg, 0);
  EXPECT_EQ(metar->temperature_c, 5);
  EXPECT_EQ(metar->dewpoint_c, 5) << "never above the temperature";
}

TEST(MetarBook, BothFormsSayTheSame) {
  const auto metar = *MetarBook({}, 30min).report("EDDF", kMorning);
  const auto aviation = boost::json::parse(aviationweather_json(metar));
  const auto checkwx = boost::json::parse(checkwx_json(metar));
  EXPECT_EQ(aviation.at("icaoId"), "EDDF");
  EXPECT_EQ(aviation.at("temp"), metar.temperature_c);
  EXPECT_EQ(aviation.at("rawOb").as_string(), metar_text(metar));
  EXPECT_EQ(checkwx.at("icao"), "EDDF");
  EXPECT_EQ(checkwx.at("temperature").at("celsius"), metar.temperature_c);
  EXPECT_EQ(checkwx.at("wind").at("speed_kts"), metar.wind_kt);
}

RC_GTEST_PROP(MetarBookLaws, WeatherIsPlausible, ()) {
  const auto letter = [] { return static_cast<char>(*rc::gen::inRange<int>('A', 'Z' + 1)); };
  std::string icao;
  for (int i = 0; i < 4; ++i) icao += letter();
  RC_ASSERT(good_icao(icao));
  const auto at = kMorning + std::chrono::minutes(*rc::gen::inRange(0, 500'000));
  const auto metar = *MetarBook({}, 30min).report(icao, at);
  RC_ASSERT(metar.at <= at && at - metar.at < 30min);
  RC_ASSERT(metar.dewpoint_c <= metar.temperature_c);
  RC_ASSERT(metar.temperature_c >= -30 && metar.temperature_c <= 45);
  RC_ASSERT(metar.pressure_hpa >= 950 && metar.pressure_hpa <= 1050);
  RC_ASSERT(metar.wind_deg % 10 == 0 && metar.wind_deg <= 360);
  RC_ASSERT((metar.wind_kt == 0) == (metar.wind_deg == 0));
  for (std::size_t i = 1; i < metar.clouds.size(); ++i) {
    RC_ASSERT(metar.clouds[i].base_ft > metar.clouds[i - 1].base_ft);
  }
}

}  // namespace
}  // namespace checkride::harness
