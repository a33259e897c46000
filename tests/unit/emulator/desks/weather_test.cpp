// Goal: the weather of FSX as semantics 16 says, with its rows of 4.2 to 4.4. Method: two clients of an fsx_sp2, one
// that makes the weather and one that asks for it; METAR by table and law.
#include <algorithm>
#include <limits>

#include "checkride/test/property.hpp"
#include "commons/metar.hpp"
#include "session/session_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;
using namespace test;
using protocol::Protocol;
using Exceptions = std::pair<std::uint32_t, std::uint32_t>;
using testing::HasSubstr;
using testing::StartsWith;

constexpr Exceptions kDone{0, 0};
constexpr Exceptions kWrongMode{25, protocol::kUnknownIndex};
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

protocol::WeatherRequestObservationAtStation at_station(std::string_view icao) {
  protocol::WeatherRequestObservationAtStation message;
  message.request_id.value = 3;
  message.icao = icao;
  return message;
}

protocol::WeatherRequestObservationAtNearestStation nearest(float lat, float lon) {
  protocol::WeatherRequestObservationAtNearestStation message;
  message.lat = lat;
  message.lon = lon;
  return message;
}

protocol::WeatherRequestInterpolatedObservation between(float lat, float lon, float alt = 0) {
  protocol::WeatherRequestInterpolatedObservation message;
  message.lat = lat;
  message.lon = lon;
  message.alt = alt;
  return message;
}

protocol::WeatherSetObservation observe(std::string_view metar, std::uint32_t seconds = 0) {
  protocol::WeatherSetObservation message;
  message.metar = metar;
  message.seconds = seconds;
  return message;
}

protocol::WeatherCreateStation create(std::string_view icao, float lat = 10, float lon = 20, float alt = 300) {
  protocol::WeatherCreateStation message;
  message.icao = icao;
  message.station_name = "Somewhere";
  message.lat = lat;
  message.lon = lon;
  message.alt = alt;
  return message;
}

protocol::WeatherRemoveStation remove(std::string_view icao) {
  protocol::WeatherRemoveStation message;
  message.icao = icao;
  return message;
}

protocol::WeatherSetModeTheme theme(std::string_view name) {
  protocol::WeatherSetModeTheme message;
  message.theme_name = name;
  return message;
}

protocol::WeatherSetModeServer server(std::uint32_t port, std::uint32_t seconds) {
  protocol::WeatherSetModeServer message;
  message.port = port;
  message.seconds = seconds;
  return message;
}

protocol::WeatherRequestCloudState clouds() {
  protocol::WeatherRequestCloudState message;
  message.min_lat = 47;
  message.min_lon = -123;
  message.min_alt = 0;
  message.max_lat = 48;
  message.max_lon = -122;
  message.max_alt = 10000;
  return message;
}

protocol::WeatherCreateThermal thermal() {
  protocol::WeatherCreateThermal message;
  message.request_id.value = 8;
  message.lat = 47;
  message.lon = -122;
  message.radius = 500;
  message.height = 1000;
  return message;
}

struct WeatherTest : testing::Test {
  template <class Message>
  std::string observed(const Message& message) {
    cockpit.send(asker, message);
    cockpit.run_frame();
    const Heard heard = cockpit.take(asker);
    const auto answers = heard.all<protocol::RecvWeatherObservation>();
    EXPECT_EQ(answers.size(), 1u);
    return answers.empty() ? "" : std::string(answers[0].metar);
  }
  template <class Message>
  Exceptions outcome(const Message& message) {
    return cockpit.exception_of(maker, message);
  }
  std::vector<std::byte> sky() {
    cockpit.send(asker, clouds());
    cockpit.run_frame();
    const Heard heard = cockpit.take(asker);
    const auto answers = heard.all<protocol::RecvCloudState>();
    EXPECT_EQ(answers.size(), 1u);
    if (answers.empty()) return {};
    EXPECT_EQ(answers[0].array_size, protocol::kCloudStateBytes);
    return {answers[0].data.begin(), answers[0].data.end()};
  }
  static auto filled(const std::vector<std::byte>& cells) {
    return std::count_if(cells.begin(), cells.end(), [](std::byte cell) { return cell != std::byte{0}; });
  }

  Cockpit cockpit{"fsx_sp2"};
  ClientId maker = cockpit.open(Protocol::fsx_sp2);
  ClientId asker = cockpit.open(Protocol::fsx_sp2);
};

TEST_F(WeatherTest, AStationSaysWhatWasSet) {
  EXPECT_THAT(observed(at_station("KSEA")), HasSubstr("00000KT"));
  EXPECT_EQ(outcome(protocol::WeatherSetModeCustom()), kDone);
  EXPECT_EQ(outcome(observe("KSEA 211453Z 27015KT 8KM FEW030 BKN100 M05/M11 Q0998")), kDone);
  EXPECT_EQ(observed(at_station("ksea")), "KSEA&A132 000000Z 27015KT 8KM FEW030 BKN100 M05/M11 Q0998");
  EXPECT_THAT(observed(at_station("KBFI")), HasSubstr("00000KT")) << "another has its own";
}

TEST_F(WeatherTest, AStationSaysItsGustsAndWindsAloft) {
  EXPECT_EQ(outcome(protocol::WeatherSetModeCustom()), kDone);
  EXPECT_EQ(outcome(observe("KSEA 27015G25KT&D985MM 28025G30KT&A1900NG 8KM CLR 15/08 Q1013")), kDone);
  EXPECT_EQ(observed(at_station("KSEA")), "KSEA&A132 000000Z 27015G25KT&D985NG 28025KT&A1900NG 8KM CLR 15/08 Q1013");
  EXPECT_EQ(outcome(observe("KSEA 27015KT 8KM CLR 15/08 Q1013 @@@ 100 -5 290 40 |")), kDone);
  EXPECT_EQ(observed(at_station("KSEA")), "KSEA&A132 000000Z 27015KT 29040KT&A2916NG 8KM CLR 15/08 Q1013")
      << "10,000 ft above the sea, the station 132 m";
}

TEST_F(WeatherTest, TheGlobalStationSpeaksForAllThatHaveNone) {
  EXPECT_EQ(outcome(protocol::WeatherSetModeCustom()), kDone);
  EXPECT_EQ(outcome(observe("GLOB 09010KT 9999 CLR 20/10 Q1020")), kDone);
  EXPECT_EQ(outcome(observe("KSEA 27015KT 9999 CLR 15/08 Q1013")), kDone);
  EXPECT_THAT(observed(at_station("GLOB")), StartsWith("GLOB&A0 000000Z 09010KT"));
  EXPECT_THAT(observed(at_station("KPDX")), HasSubstr(" 09010KT "));
  EXPECT_THAT(observed(at_station("KSEA")), HasSubstr(" 27015KT "));
  EXPECT_EQ(outcome(protocol::WeatherSetModeGlobal()), kDone);
  EXPECT_THAT(observed(at_station("KSEA")), HasSubstr(" 09010KT ")) << "one weather for the world";
}

TEST_F(WeatherTest, AnObservationTakesEffectWhenItsTimeHasCome) {
  EXPECT_EQ(outcome(protocol::WeatherSetModeCustom()), kDone);
  EXPECT_EQ(outcome(observe("KSEA 27015KT 9999 CLR 15/08 Q1013", 10)), kDone);
  EXPECT_THAT(observed(at_station("KSEA")), HasSubstr(" 00000KT "));
  cockpit.now += 10s;
  EXPECT_THAT(observed(at_station("KSEA")), HasSubstr(" 27015KT "));
}

TEST_F(WeatherTest, TheNearestStationAnswersUnderItsName) {
  EXPECT_THAT(observed(nearest(45.6F, -122.5F)), StartsWith("KPDX"));
  EXPECT_THAT(observed(nearest(47.45F, -122.3F)), StartsWith("KSEA"));
}

TEST_F(WeatherTest, BetweenStationsTheWeatherIsBetween) {
  EXPECT_EQ(outcome(protocol::WeatherSetModeCustom()), kDone);
  EXPECT_EQ(outcome(observe("GLOB 00000KT 9999 CLR 10/05 Q1000")), kDone);
  EXPECT_EQ(outcome(observe("KSEA 36020KT 9999 CLR 30/05 Q1040")), kDone);
  const auto metar = parse_metar("KZZZ" + observed(between(47.48F, -122.3F)).substr(4));
  ASSERT_TRUE(metar.has_value());
  EXPECT_GT(metar->weather.temperature_c, 10);
  EXPECT_LT(metar->weather.temperature_c, 30);
  EXPECT_GT(metar->weather.pressure_mb, 1000);
  EXPECT_LT(metar->weather.pressure_mb, 1040);
  EXPECT_EQ(metar->weather.wind_degrees, 360);
  EXPECT_THAT(observed(between(47.449F, -122.309F, 500)), StartsWith("????&A500 000000Z 36020KT"));
}

TEST_F(WeatherTest, WithoutAPlaceThereIsNoObservation) {
  EXPECT_EQ(outcome(at_station("ZZZZ")), Exceptions(15, 2));
  EXPECT_EQ(outcome(nearest(91, 0)), Exceptions(15, 2));
  EXPECT_EQ(outcome(nearest(0, kNan)), Exceptions(15, 3));
  EXPECT_EQ(outcome(between(kNan, 0)), Exceptions(15, 2));
  EXPECT_EQ(outcome(between(0, 361)), Exceptions(15, 3));
  EXPECT_EQ(outcome(between(0, 0, kNan)), Exceptions(15, 4));
}

TEST_F(WeatherTest, StationsAreTheirMakers) {
  EXPECT_EQ(outcome(create("abcd")), kDone);
  EXPECT_THAT(observed(at_station("ABCD")), StartsWith("ABCD&A300"));
  EXPECT_THAT(observed(nearest(11, 21)), StartsWith("ABCD"));
  EXPECT_EQ(outcome(create("ABCD")), Exceptions(16, 2));
  EXPECT_EQ(outcome(create("GLOB")), Exceptions(16, 2));
  EXPECT_EQ(outcome(create("A?")), Exceptions(16, 2));
  EXPECT_EQ(outcome(create("WXYZ", 91)), Exceptions(16, 4));
  EXPECT_EQ(outcome(create("WXYZ", 0, kNan)), Exceptions(16, 5));
  EXPECT_EQ(outcome(create("WXYZ", 0, 0, kNan)), Exceptions(16, 6));
  EXPECT_EQ(cockpit.exception_of(asker, remove("ABCD")), Exceptions(17, 2));
  EXPECT_EQ(outcome(remove("KSEA")), Exceptions(17, 2));
  EXPECT_EQ(outcome(remove("ABCD")), kDone);
  EXPECT_EQ(outcome(remove("ABCD")), Exceptions(17, 2));
}

TEST_F(WeatherTest, WhatAClientMadeGoesWithItAndTheWeatherStays) {
  EXPECT_EQ(outcome(create("ABCD")), kDone);
  EXPECT_EQ(outcome(protocol::WeatherSetModeCustom()), kDone);
  EXPECT_EQ(outcome(observe("KSEA 27015KT 9999 CLR 15/08 Q1013")), kDone);
  cockpit.sessions.disconnect(maker);
  EXPECT_EQ(cockpit.exception_of(asker, at_station("ABCD")), Exceptions(15, 2));
  EXPECT_THAT(observed(at_station("KSEA")), HasSubstr(" 27015KT "));
}

TEST_F(WeatherTest, AnObservationNeedsItsMode) {
  EXPECT_EQ(outcome(observe("KSEA 27015KT")), kWrongMode);
  EXPECT_EQ(outcome(server(8080, 60)), kDone);
  EXPECT_EQ(outcome(observe("KSEA 27015KT")), kWrongMode);
  EXPECT_EQ(outcome(protocol::WeatherSetModeGlobal()), kDone);
  EXPECT_EQ(outcome(observe("GLOB 27015KT")), kDone);
}

TEST_F(WeatherTest, BadMetarsAreTold) {
  EXPECT_EQ(outcome(protocol::WeatherSetModeCustom()), kDone);
  EXPECT_EQ(outcome(observe("nonsense")), Exceptions(14, 2));
  EXPECT_EQ(outcome(observe("ZZZZ 27015KT")), Exceptions(14, 2)) << "no such station";
  EXPECT_EQ(outcome(observe("KSEA 27015KT RMK " + std::string(2000, 'x'))), Exceptions(14, 2));
}

TEST_F(WeatherTest, AChangeOfModeIsToldToAll) {
  cockpit.send(asker, subscribe(4, "WeatherModeChanged"));
  cockpit.run_frame();
  const auto told = [this] {
    std::vector<std::uint32_t> modes;
    for (const auto& event : cockpit.take(asker).all<protocol::RecvEventWeatherMode>()) modes.push_back(event.data);
    return modes;
  };
  EXPECT_EQ(outcome(protocol::WeatherSetModeCustom()), kDone);
  EXPECT_EQ(outcome(protocol::WeatherSetModeCustom()), kDone);
  EXPECT_EQ(outcome(protocol::WeatherSetModeGlobal()), kDone);
  EXPECT_EQ(outcome(server(8080, 60)), kDone);
  EXPECT_EQ(outcome(theme("clear skies")), kDone);
  EXPECT_EQ(outcome(theme("Fogged In")), kDone);
  EXPECT_EQ(told(), (std::vector<std::uint32_t>{2, 3, 1, 0, 0})) << "each change once";
  EXPECT_THAT(observed(at_station("KSEA")), HasSubstr("OVC002"));
}

// EVENT_WEATHER_MODE is newer than the event (wire.md 2.3).
TEST_F(WeatherTest, AClientOfTheFirstProtocolHearsOfModesByAnEvent) {
  const ClientId old = cockpit.open(Protocol::fsx_rtm);
  cockpit.send(old, subscribe(4, "WeatherModeChanged"));
  cockpit.run_frame();
  (void)cockpit.take(old);
  EXPECT_EQ(outcome(protocol::WeatherSetModeCustom()), kDone);
  const Heard heard = cockpit.take(old);
  EXPECT_TRUE(heard.all<protocol::RecvEventWeatherMode>().empty());
  const auto events = heard.all<protocol::RecvEvent>();
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].client_event_id.value, 4u);
  EXPECT_EQ(events[0].data, 2u);
}

TEST_F(WeatherTest, ModesCheckWhatTheyAreGiven) {
  EXPECT_EQ(outcome(server(0, 60)), Exceptions(13, 1));
  EXPECT_EQ(outcome(server(65536, 60)), Exceptions(13, 1));
  EXPECT_EQ(outcome(server(65535, 59)), Exceptions(20, 2));
  EXPECT_EQ(outcome(theme("No Such Theme")), Exceptions(7, 1));
  protocol::WeatherSetDynamicUpdateRate rate;
  rate.rate = 5;
  EXPECT_EQ(outcome(rate), kDone);
  rate.rate = 6;
  EXPECT_EQ(outcome(rate), Exceptions(20, 1));
}

TEST_F(WeatherTest, CloudsAreWhereTheObservationHasThem) {
  EXPECT_EQ(filled(sky()), 0);
  EXPECT_EQ(outcome(protocol::WeatherSetModeGlobal()), kDone);
  EXPECT_EQ(outcome(observe("GLOB 27015KT SCT050")), kDone);
  const auto scattered = sky();
  EXPECT_NEAR(static_cast<double>(filled(scattered)) / 4096, 0.5, 0.1);
  EXPECT_EQ(sky(), scattered) << "the same sky for the same question";
  EXPECT_EQ(outcome(observe("GLOB 27015KT OVC050")), kDone);
  EXPECT_EQ(filled(sky()), 4096);
  EXPECT_EQ(outcome(observe("GLOB 27015KT OVC150")), kDone);
  EXPECT_EQ(filled(sky()), 0) << "above the box";
}

TEST_F(WeatherTest, ABoxOfTheSkyHasItsOrder) {
  auto flags = clouds();
  flags.flags = 1;
  EXPECT_EQ(outcome(flags), Exceptions(20, 8));
  auto turned = clouds();
  std::swap(turned.min_lat, turned.max_lat);
  EXPECT_EQ(outcome(turned), Exceptions(20, 5));
  turned = clouds();
  turned.max_lon = -124;
  EXPECT_EQ(outcome(turned), Exceptions(20, 6));
  turned = clouds();
  turned.max_alt = -1;
  EXPECT_EQ(outcome(turned), Exceptions(20, 7));
  turned.min_lat = kNan;
  EXPECT_EQ(outcome(turned), Exceptions(20, 2));
}

TEST_F(WeatherTest, ThermalsAreTheirMakers) {
  cockpit.send(maker, thermal());
  cockpit.send(maker, thermal());
  cockpit.run_frame();
  const Heard heard = cockpit.take(maker);
  const auto ids = heard.all<protocol::RecvAssignedObjectId>();
  ASSERT_EQ(ids.size(), 2u);
  EXPECT_EQ(ids[0].request_id.value, 8u);
  EXPECT_NE(ids[0].object_id, ids[1].object_id);
  protocol::WeatherRemoveThermal removal;
  removal.object_id = ids[0].object_id;
  EXPECT_EQ(cockpit.exception_of(asker, removal), Exceptions(25, 1));
  EXPECT_EQ(outcome(removal), kDone);
  EXPECT_EQ(outcome(removal), Exceptions(25, 1));
}

TEST_F(WeatherTest, ThermalsHaveLimits) {
  const auto outcome_with = [this](auto change) {
    auto message = thermal();
    change(message);
    return outcome(message);
  };
  EXPECT_EQ(outcome_with([](auto& m) { m.lat = 91; }), Exceptions(20, 2));
  EXPECT_EQ(outcome_with([](auto& m) { m.lon = 361; }), Exceptions(20, 3));
  EXPECT_EQ(outcome_with([](auto& m) { m.alt = kNan; }), Exceptions(20, 4));
  EXPECT_EQ(outcome_with([](auto& m) { m.radius = 100'001; }), Exceptions(20, 5));
  EXPECT_EQ(outcome_with([](auto& m) { m.radius = -1; }), Exceptions(20, 5));
  EXPECT_EQ(outcome_with([](auto& m) { m.height = kNan; }), Exceptions(20, 6));
  EXPECT_EQ(outcome_with([](auto& m) { m.core_rate = 1001; }), Exceptions(20, 7));
  EXPECT_EQ(outcome_with([](auto& m) { m.sink_rate = -1001; }), Exceptions(20, 9));
}

TEST_F(WeatherTest, NewerSimulatorsAcceptAndIgnore) {
  Cockpit newer("msfs2020");
  const ClientId client = newer.open(Protocol::msfs2020);
  newer.send(client, at_station("KSEA"));
  newer.send(client, observe("nonsense"));
  newer.send(client, thermal());
  newer.run_frame();
  EXPECT_TRUE(newer.take(client).messages.empty());
}

// ---- METAR

TEST(MetarText, WhatIsUnderstood) {
  for (const char* text :
       {"KSEA 27015KT", "METAR KSEA 211453Z AUTO VRB03KT CAVOK 15/08 A2992 NOSIG",
        "EDDM 27008MPS 9999 NSC M01/M03 Q1030", "KSEA 27015G25KT 10SM -RA BKN020CB OVC080TCU 08/07 Q0996 RMK whatever",
        "GLOB&A0 000000Z 00000KT&D609NG 27025KT&A1524NG 50KM&B-450&D3048 CLR 15/05 Q1013 @@@ 66 15 270 20",
        "KSEA 27015KT 240V300 8ST016&ST001FNLS000T -3/-8 -8/-16&A1000 Q1015 @@@ 33 -8 205 10 | 66 M8 215 15 | RMK x",
        "KSEA 27015KT @@@", "KSEA 27015KT @@@ RMK whatever"}) {
    EXPECT_TRUE(parse_metar(text).has_value()) << text;
  }
  for (const char* text :
       {"", "KSEA", "27015KT", "KSEA 37015KT", "KSEA 2701KT", "KSEA 27015KT BKN", "KSEA 27015KT 08/15",
        "KSEA 27015KT Q101", "KSEA 27015KT 256199Z", "KSEA 27015KT +XX", "ksea 27015KT", "KSEA 27015G2KT",
        "KSEA 27015KT 9ST016", "KSEA 27015KT 8XX016", "KSEA 27015KT @@@ 66 15 270", "KSEA 27015KT @@@ 66 15 370 20 |",
        "KSEA 27015KT @@@ 66 15 270 20 66 15 270 20", "KSEA 27015KT @@@ whatever"}) {
    EXPECT_FALSE(parse_metar(text).has_value()) << text;
  }
}

TEST(MetarText, ValuesComeInOneUnit) {
  const auto metar = parse_metar("KSEA 09010MPS 3SM SCT030 M02/M04 A2992");
  ASSERT_TRUE(metar.has_value());
  EXPECT_EQ(metar->station, "KSEA");
  EXPECT_EQ(metar->weather.wind_degrees, 90);
  EXPECT_NEAR(metar->weather.wind_knots, 19.4, 0.1);
  EXPECT_NEAR(metar->weather.visibility_m, 4828, 1);
  EXPECT_EQ(metar->weather.temperature_c, -2);
  EXPECT_NEAR(metar->weather.pressure_mb, 1013.2, 0.1);
  ASSERT_EQ(metar->weather.clouds.size(), 1u);
  EXPECT_EQ(metar->weather.clouds[0].eighths, 4);
  EXPECT_EQ(metar->weather.clouds[0].base_ft, 3000);
}

TEST(MetarText, GustsAreWhatTheyAddToTheWind) {
  EXPECT_EQ(parse_metar("KSEA 27015G25KT")->weather.gust_knots, 10);
  EXPECT_NEAR(parse_metar("KSEA 27005G10MPS")->weather.gust_knots, 9.7, 0.1);
  EXPECT_EQ(parse_metar("KSEA 27015G12KT")->weather.gust_knots, 0);
  EXPECT_EQ(parse_metar("KSEA 27015KT")->weather.gust_knots, 0);
}

// As a simulator writes it: what stands behind "@@@" says the same again, from sea level.
TEST(MetarText, WindsAloftAreNotTheOneAtTheSurface) {
  const auto metar = parse_metar(
      "LIRE&A12 190337Z 00000KT&D975NG 27019KT&A1989NG 28024KT&A5989NG 100KM&B-460&D3048 CLR 15/05 07/01&A987 Q1013 "
      "@@@ 66 15 270 19 | 197 15 280 24 |");
  ASSERT_TRUE(metar.has_value());
  EXPECT_EQ(metar->weather.wind_knots, 0);
  EXPECT_EQ(metar->weather.wind_depth_m, 975);
  EXPECT_EQ(metar->weather.temperature_c, 15);
  EXPECT_FALSE(metar->weather.aloft_from_sea_level);
  ASSERT_EQ(metar->weather.winds_aloft.size(), 2u);
  EXPECT_EQ(metar->weather.winds_aloft[1].height_m, 5989);
  EXPECT_EQ(metar->weather.winds_aloft[1].degrees, 280);
  EXPECT_EQ(metar->weather.winds_aloft[1].knots, 24);
}

TEST(MetarText, WindsAloftMayBeGivenFromSeaLevelAlone) {
  const auto metar = parse_metar("KSEA 27015KT 15/05 Q1013 @@@ 66 10 270 19 | 197 -15 280 24 |");
  ASSERT_TRUE(metar.has_value());
  EXPECT_TRUE(metar->weather.aloft_from_sea_level);
  ASSERT_EQ(metar->weather.winds_aloft.size(), 2u);
  EXPECT_NEAR(metar->weather.winds_aloft[0].height_m, 2011.7, 0.1);
  EXPECT_EQ(metar->weather.winds_aloft[1].knots, 24);
}

RC_GTEST_PROP(MetarText, WhatIsWrittenIsReadAgain, ()) {
  Weather weather;
  weather.wind_degrees = *rc::gen::inRange(0, 361);
  weather.wind_knots = *rc::gen::inRange(0, 200);
  weather.visibility_m = *rc::gen::inRange(0, 100) * 1000;
  weather.temperature_c = *rc::gen::inRange(-60, 60);
  weather.dew_point_c = weather.temperature_c - *rc::gen::inRange(0, 30);
  weather.pressure_mb = *rc::gen::inRange(900, 1080);
  weather.gust_knots = *rc::gen::inRange(0, 50);
  weather.wind_depth_m = *rc::gen::inRange(0, 2000);
  for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
    const int height_m = *rc::gen::inRange(0, 20'000);
    const int degrees = *rc::gen::inRange(0, 361);
    const int knots = *rc::gen::inRange(0, 200);
    weather.winds_aloft.push_back({1.0 * height_m, 1.0 * degrees, 1.0 * knots});
  }
  for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
    weather.clouds.push_back({2 * *rc::gen::inRange(1, 5), 100.0 * *rc::gen::inRange(0, 400)});
  }
  const std::string text = format_metar("KSEA", 132, weather);
  const auto read = parse_metar(text);
  RC_ASSERT(read.has_value());
  RC_ASSERT(format_metar("KSEA", 132, read->weather) == text);
  RC_ASSERT(read->weather.temperature_c == weather.temperature_c);
  RC_ASSERT(read->weather.clouds.size() == weather.clouds.size());
  RC_ASSERT(read->weather.gust_knots == weather.gust_knots);
  RC_ASSERT(read->weather.winds_aloft.size() == weather.winds_aloft.size());
}

RC_GTEST_PROP(MetarText, AnyTextIsUnderstoodOrNot, (const std::string& text)) {
  const auto metar = parse_metar("KSEA 27015KT " + text);
  if (metar) RC_ASSERT(!format_metar(metar->station, 0, metar->weather).empty());
}

}  // namespace
}  // namespace checkride::emulator
