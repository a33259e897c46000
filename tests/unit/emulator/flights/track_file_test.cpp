// Goal: recorded tracks from files of four formats. Method: small files of each, written here; mistakes with their
// places; any bytes give a track or an error.
#include "flights/track_file.hpp"

#include <cmath>
#include <string>

#include "checkride/test/property.hpp"
#include "checkride/test/result_matchers.hpp"
#include "flights/reading.hpp"

namespace checkride::emulator {
namespace {

using checkride::test::FailsWith;
using testing::HasSubstr;

Result<Track> csv(const std::string& text, const TrackOptions& options = {}) {
  return parse_track(text, "t.csv", options);
}

TEST(TrackFile, KnowsItsFilesByTheirEnds) {
  EXPECT_TRUE(is_track_file("a.CSV"));
  EXPECT_TRUE(is_track_file("b/a.kml"));
  EXPECT_FALSE(is_track_file(".gpx"));
  EXPECT_FALSE(is_track_file("a.yaml"));
  EXPECT_THAT(parse_track("", "a.txt", {}), FailsWith(HasSubstr("ends with .csv")));
}

TEST(CsvTrack, ReadsColumnsByTheirNames) {
  const auto track =
      csv("\xEF\xBB\xBFts,Latitude,longitude,altitude_m,heading,\"FUEL TOTAL QUANTITY:liters\",#note\r\n"
          "2026-01-05T08:00:00Z,47.5,-122.25,100,90,100,\"a, \"\"quoted\"\" note\"\r\n"
          "\r\n"
          "2026-01-05T08:00:02.5Z,47.501,-122.25,200,,50,\r\n");
  ASSERT_TRUE(track.has_value()) << track.error().message();
  ASSERT_EQ(track->samples.size(), 2u);
  EXPECT_EQ(track->samples[0].seconds, 0);
  EXPECT_EQ(track->samples[1].seconds, 2.5);
  EXPECT_EQ(track->samples[1].latitude_deg, 47.501);
  EXPECT_NEAR(track->samples[0].altitude_ft, 328.084, 0.001);
  ASSERT_TRUE(track->heading.has_value());
  EXPECT_NEAR(track->heading->values[1], 1.570796, 1e-6);  // an empty cell says nothing new
  ASSERT_EQ(track->columns.size(), 1u);
  EXPECT_EQ(track->columns[0].variable, "FUEL TOTAL QUANTITY");
  EXPECT_NEAR(track->columns[0].values[0], 26.417, 0.001);
  EXPECT_FALSE(track->columns[0].steps);
}

TEST(CsvTrack, TellsOfTextBehindAQuote) {
  EXPECT_THAT(csv("time,lat,lon,alt\n0,\"47\"5,8,100\n2,\"47\" ,8,100\n"),
              FailsWith(HasSubstr("t.csv:2:1: text behind a closing quote")));
}

TEST(CsvTrack, NothingClimbsThatFast) {
  EXPECT_THAT(csv("time,lat,lon,alt\n0,47,8,1000\n1,47,8,90000\n"),
              FailsWith(HasSubstr("t.csv:3:1: nothing flies that fast: 27127 m in 1 s")));
}

TEST(TrackFile, TakesByteOrderMarksAndNamesOtherEncodings) {
  const std::string rows =
      "{\"time\":0,\"lat\":47,\"lon\":8,\"alt\":100}\n{\"time\":9,\"lat\":47.001,\"lon\":8,\"alt\":100}\n";
  const auto track = parse_track("\xEF\xBB\xBF" + rows, "t.jsonl", {});
  ASSERT_TRUE(track.has_value()) << track.error().message();
  EXPECT_EQ(track->samples.size(), 2u);
  for (const char* file : {"t.csv", "t.ndjson"}) {
    EXPECT_THAT(parse_track("\xFF\xFEt", file, {}),
                FailsWith(HasSubstr(":1:1: the file is in UTF-16: save it as UTF-8")));
  }
}

TEST(GpxTrack, AnEmptyTrackHidesNoRoute) {
  const auto track = parse_track(
      "<gpx><trk><name/><trkseg/></trk><rte><rtept lat=\"47\" lon=\"8\"/><rtept lat=\"47.1\" lon=\"8\"/></rte></gpx>",
      "t.gpx", {.speed_kt = 90, .altitude_ft = 2000});
  ASSERT_TRUE(track.has_value()) << track.error().message();
  EXPECT_EQ(track->samples.size(), 2u);
}

// As sites that follow aircraft write them: a placemark for each report, and lines drawn beside.
TEST(KmlTrack, PlacemarksWithTimesAreATrack) {
  const auto report = [](const std::string& time, const std::string& place) {
    return "<Placemark><TimeStamp><when>" + time + "</when></TimeStamp><Point><coordinates>" + place +
           "</coordinates></Point></Placemark>";
  };
  const std::string lines =
      "<Placemark><LineString><coordinates>8,47,10 8,48,10</coordinates></LineString></Placemark>";
  const auto track =
      parse_track("<kml><Document><Folder>" + report("2022-05-01T10:00:00+00:00", "8,47,304.8") +
                      report("2022-05-01T10:00:20+00:00", "8,47.01,304.8") + "</Folder>" + lines + "</Document></kml>",
                  "t.kml", {});
  ASSERT_TRUE(track.has_value()) << track.error().message();
  ASSERT_EQ(track->samples.size(), 2u);
  EXPECT_EQ(track->samples[1].seconds, 20);
  EXPECT_EQ(track->samples[1].latitude_deg, 47.01);
  EXPECT_NEAR(track->samples[0].altitude_ft, 1000, 1e-6);
  const auto line =
      parse_track("<kml><Document>" + report("2022-05-01T10:00:00Z", "8,47,0") + lines + "</Document></kml>", "t.kml",
                  {.speed_kt = 90});
  ASSERT_TRUE(line.has_value()) << line.error().message();
  EXPECT_EQ(line->samples[1].latitude_deg, 48) << "one placemark is no track";
}

TEST(CsvTrack, TakesSemicolonsAndSimulatorNames) {
  const auto track =
      csv("time;PLANE LATITUDE:radians;PLANE LONGITUDE;PLANE ALTITUDE;PLANE PITCH DEGREES;LIGHT NAV:1;GROUND VELOCITY\n"
          "10;0.8;-122;1000;-5;1;80\n11;0.80001;-122;1000;-5;0;80\n");
  ASSERT_TRUE(track.has_value()) << track.error().message();
  EXPECT_NEAR(track->samples[0].latitude_deg, 45.8366, 0.0001);
  ASSERT_TRUE(track->pitch.has_value());
  EXPECT_NEAR(track->pitch->values[0], 0.0872665, 1e-6);
  ASSERT_EQ(track->columns.size(), 1u);  // the ground speed follows from the track
  EXPECT_EQ(track->columns[0].variable, "LIGHT NAV");
  EXPECT_TRUE(track->columns[0].steps);
}

TEST(CsvTrack, ASpeedTakesThePlaceOfTimes) {
  const auto track = csv("lat,lon\n0,0\n0,1\n0,1\n0,2\n", {.speed_kt = 60, .altitude_ft = 3000});
  ASSERT_TRUE(track.has_value()) << track.error().message();
  ASSERT_EQ(track->samples.size(), 3u);
  EXPECT_NEAR(track->samples[1].seconds, 3602, 5);  // sixty miles and a bit, at a mile a minute
  EXPECT_EQ(track->samples[2].altitude_ft, 3000);
}

TEST(CsvTrack, MistakesInTheHeader) {
  EXPECT_THAT(csv("time,latitude,altitude\n"), FailsWith(HasSubstr("t.csv:1:1: no column \"longitude\"")));
  EXPECT_THAT(
      csv("time,lattitude,lon,alt\n"),
      FailsWith(HasSubstr("t.csv:1:6: nothing is known of a column \"lattitude\", did you mean \"latitude\"?")));
  EXPECT_THAT(csv("lat,lat,lon\n"), FailsWith(HasSubstr("t.csv:1:5: column \"lat\" says what an earlier column says")));
  EXPECT_THAT(csv("lat,lon,FUEL TOTAL QUANTITY:degrees\n"), FailsWith(HasSubstr("t.csv:1:9: column")));
  EXPECT_THAT(csv("lat,lon,FUEL TOTAL QUANTITY:buckets\n"), FailsWith(HasSubstr("no unit \"buckets\"")));
  EXPECT_THAT(csv("lat,lon,ATC ID\n"), FailsWith(HasSubstr("only numbers can be played")));
  EXPECT_THAT(csv("lat,\"lon\n"), FailsWith(HasSubstr("t.csv:1:1: a quote is not closed")));
  EXPECT_THAT(csv(""), FailsWith(HasSubstr("t.csv:1:1: a track has at least two samples")));
}

TEST(CsvTrack, MistakesInRowsComeAllAtOnce) {
  const auto track = csv(
      "time,lat,lon,alt\n0,47,-122,1000\n1,91,-122,1000\n2,47,-181,1000\n3,47,east,1000\n-1,47,-122,1000\n"
      "4,47,-122\n5,47,-122,1000,1\n6,47,-122,200000\n7,,-122,1000\n8,48,-122,1000\n2026-01-05T08:00:00Z,47,-122,0\n"
      ",47,-122,0\n9,47,-122,\n");
  for (const char* mistake :
       {"t.csv:3:1: latitude 91 is not on the earth", "t.csv:4:1: longitude -181 is not on the earth",
        "t.csv:5:6: expected a number, not \"east\"", "t.csv:6:1: time goes backwards, by 1 s",
        "t.csv:7:10: expected 4 cells as in the first line, found 3",
        "t.csv:8:16: expected 4 cells as in the first line, found 5", "t.csv:9:1: altitude 200000 ft is out of reach",
        "t.csv:10:1: no position", "t.csv:11:1: nothing flies that fast: 111195 m in 8 s",
        "t.csv:12:1: a date, where earlier rows have seconds", "t.csv:13:1: no time; give speed_kt",
        "t.csv:14:1: no altitude; give altitude_ft"}) {
    EXPECT_THAT(track, FailsWith(HasSubstr(mistake)));
  }
}

TEST(CsvTrack, TellsOnlySoManyMistakes) {
  std::string text = "time,lat,lon,alt\n";
  for (int i = 0; i < 1000; ++i) text += "x,1,1,1\n";
  const auto track = csv(text);
  ASSERT_TRUE(track.has_error());
  const std::string message = track.error().message();
  EXPECT_EQ(static_cast<std::size_t>(std::count(message.begin(), message.end(), '\n')) + 1, kMaxMistakes);
}

TEST(JsonlTrack, ReadsFlatLinesAndTelemetry) {
  const auto track = parse_track(
      "{\"ts\":\"2026-01-05T08:00:00Z\",\"simulator\":\"sim\",\"session\":1,\"sequence\":1,\"values\":"
      "{\"PLANE LATITUDE\":47.5,\"PLANE LONGITUDE\":-122.3,\"PLANE ALTITUDE\":1000,\"GENERAL ENG RPM:1\":2300}}\n"
      "\n{\"time\":\"2026-01-05T08:00:01Z\",\"lat\":47.5005,\"lon\":-122.3,\"alt\":1010,\"LIGHT NAV\":true}\n",
      "t.jsonl", {});
  EXPECT_THAT(track, FailsWith(HasSubstr("t.jsonl:3:2: column \"time\" says what an earlier column says")));
  const auto telemetry = parse_track(
      "{\"ts\":\"2026-01-05T08:00:00Z\",\"values\":{\"PLANE LATITUDE\":47.5,\"PLANE LONGITUDE\":-122.3,"
      "\"PLANE ALTITUDE\":1000,\"GENERAL ENG RPM:1\":2300,\"TITLE OF IT\":null}}\n",
      "t.jsonl", {});
  EXPECT_THAT(telemetry, FailsWith(HasSubstr("nothing is known of a column \"TITLE OF IT\"")));
  const auto flat = parse_track(
      "{\"time\":0,\"lat\":47.5,\"lon\":-122.3,\"alt\":1000}\n"
      "{\"time\":1.5,\"lat\":47.5005,\"lon\":-122.3,\"alt\":1010,\"LIGHT NAV\":true,\"speed\":{}}\n",
      "t.ndjson", {});
  ASSERT_TRUE(flat.has_value()) << flat.error().message();
  ASSERT_EQ(flat->columns.size(), 1u);
  EXPECT_EQ(flat->columns[0].values, (std::vector<double>{0, 1}));
  EXPECT_EQ(flat->samples[1].seconds, 1.5);
}

// Who gave a sample and why it is doubtful says nothing of where the aircraft is.
TEST(JsonlTrack, TelemetryOfAStandbyIsATrackToo) {
  const auto lines = parse_track(
      "{\"ts\":\"2026-01-05T08:00:00Z\",\"simulator\":\"f\",\"source\":\"b\",\"flags\":[\"paused\",\"jump\"],"
      "\"values\":"
      "{\"PLANE LATITUDE\":47.5,\"PLANE LONGITUDE\":-122.3,\"PLANE ALTITUDE\":1000}}\n"
      "{\"ts\":\"2026-01-05T08:00:01Z\",\"simulator\":\"f\",\"values\":"
      "{\"PLANE LATITUDE\":47.5005,\"PLANE LONGITUDE\":-122.3,\"PLANE ALTITUDE\":1000}}\n",
      "t.jsonl", {});
  ASSERT_TRUE(lines.has_value()) << lines.error().message();
  EXPECT_EQ(lines->samples.size(), 2u);
  const auto cells = parse_track(
      "ts,simulator,session,sequence,source,flags,PLANE LATITUDE,PLANE LONGITUDE,PLANE ALTITUDE\n"
      "2026-01-05T08:00:00Z,f,1,1,b,paused jump,47.5,-122.3,1000\n"
      "2026-01-05T08:00:01Z,f,1,2,,,47.5005,-122.3,1000\n",
      "t.csv", {});
  ASSERT_TRUE(cells.has_value()) << cells.error().message();
  EXPECT_EQ(cells->samples.size(), 2u);
}

TEST(JsonlTrack, MistakesHaveTheirPlaces) {
  const auto track = parse_track("{\"time\":0,\"lat\":47.5,\"lon\":[1]}\n[1]\n{\"time\":\n{} x\n", "t.jsonl", {});
  for (const char* mistake : {"t.jsonl:1:22: expected a number or a text", "t.jsonl:2:1: expected an object",
                              "t.jsonl:3:9: no JSON", "t.jsonl:4:4: no JSON"}) {
    EXPECT_THAT(track, FailsWith(HasSubstr(mistake)));
  }
}

TEST(GpxTrack, ReadsAllSegmentsInOrder) {
  const auto track = parse_track(
      "<gpx><trk><trkseg><trkpt lat=\"47.5\" lon=\"-122.3\"><ele>100</ele><time>2026-01-05T08:00:00Z</time></trkpt>"
      "</trkseg><trkseg><trkpt lat=\"47.501\" lon=\"-122.3\"><ele>130.5</ele><time>2026-01-05T08:00:04Z</time></trkpt>"
      "</trkseg></trk></gpx>",
      "t.gpx", {});
  ASSERT_TRUE(track.has_value()) << track.error().message();
  ASSERT_EQ(track->samples.size(), 2u);
  EXPECT_EQ(track->samples[1].seconds, 4);
  EXPECT_NEAR(track->samples[1].altitude_ft, 428.15, 0.01);
}

TEST(GpxTrack, ARouteNeedsASpeed) {
  const std::string route =
      "<gpx>\n<rte><rtept lat=\"47.5\" lon=\"-122.3\"/><rtept lat=\"47.6\" lon=\"-122.3\"/></rte></gpx>";
  EXPECT_THAT(parse_track(route, "t.gpx", {.altitude_ft = 2000}),
              FailsWith(HasSubstr("t.gpx:2:7: no time; give speed_kt")));
  EXPECT_THAT(parse_track(route, "t.gpx", {.speed_kt = 100}), FailsWith(HasSubstr("no altitude; give altitude_ft")));
  EXPECT_THAT(parse_track(route, "t.gpx", {.speed_kt = 100, .altitude_ft = 2000}), checkride::test::IsOk());
  EXPECT_THAT(parse_track("<kml/>", "t.gpx", {}), FailsWith(HasSubstr("t.gpx:1:2: no GPX")));
}

TEST(KmlTrack, ReadsTracksWhereverTheyAre) {
  const auto track = parse_track(
      "<kml xmlns:gx=\"x\"><Document><Folder><Placemark><LineString><coordinates>1,2,3</coordinates></LineString>"
      "<gx:MultiTrack><gx:Track><when>2026-01-05T08:00:00Z</when><gx:coord>-122.3 47.5 100</gx:coord>"
      "<when>2026-01-05T08:00:04Z</when><gx:coord>-122.3 47.501 120</gx:coord></gx:Track></gx:MultiTrack>"
      "</Placemark></Folder></Document></kml>",
      "t.kml", {});
  ASSERT_TRUE(track.has_value()) << track.error().message();
  ASSERT_EQ(track->samples.size(), 2u);
  EXPECT_EQ(track->samples[1].latitude_deg, 47.501);
  EXPECT_EQ(track->samples[1].longitude_deg, -122.3);
}

TEST(KmlTrack, LinesAreFlownAtASpeed) {
  const std::string line =
      "<kml><Placemark><LineString><coordinates>\n -122.3,47.5,300\n -122.3,47.6,300 \n</coordinates></LineString>"
      "</Placemark></kml>";
  const auto timeless = parse_track(line, "lines/t.kml", {});
  EXPECT_THAT(timeless, FailsWith(testing::AllOf(HasSubstr("no time; give speed_kt in a flight file: track: {file: "
                                                           "t.kml, speed_kt: 90}"),
                                                 testing::Not(testing::ContainsRegex("no time(.|\n)*no time")))));
  const auto track = parse_track(line, "t.kml", {.speed_kt = 120});
  ASSERT_TRUE(track.has_value()) << track.error().message();
  EXPECT_NEAR(track->samples[1].seconds, 180, 1);
}

TEST(KmlTrack, TimesAndPlacesBelongTogether) {
  EXPECT_THAT(parse_track("<kml><gx:Track><when>2026-01-05T08:00:00Z</when></gx:Track></kml>", "t.kml", {}),
              FailsWith(HasSubstr("t.kml:1:7: the track has 1 times (when) and 0 places (gx:coord)")));
}

// What holds for every track that comes out of a reader.
void check(const Result<Track>& track, const std::string& file) {
  if (!track) {
    RC_ASSERT(track.error().message().starts_with(file + ":"));
    return;
  }
  RC_ASSERT(track->samples.size() >= 2u);
  for (std::size_t i = 0; i < track->samples.size(); ++i) {
    const TrackSample& sample = track->samples[i];
    RC_ASSERT(std::isfinite(sample.seconds) && (i == 0 || sample.seconds > track->samples[i - 1].seconds));
    RC_ASSERT(std::abs(sample.latitude_deg) <= 90 && std::abs(sample.longitude_deg) <= 180);
  }
  for (const TrackColumn& column : track->columns) RC_ASSERT(column.values.size() == track->samples.size());
}

RC_GTEST_PROP(TrackFiles, AnyBytesGiveATrackOrAnError, (const std::string& text)) {
  for (const char* file : {"t.csv", "t.jsonl", "t.gpx", "t.kml"}) check(parse_track(text, file, {}), file);
}

RC_GTEST_PROP(TrackFiles, AnyRowsGiveATrackOrAnError, ()) {
  const auto cell =
      rc::gen::oneOf(rc::gen::map(rc::gen::inRange(-200, 200), [](int n) { return std::to_string(n); }),
                     rc::gen::element<std::string>("", "0", "0.001", "1e308", "-1e308", "x", "\"", "nan"));
  const auto row = rc::gen::container<std::vector<std::string>>(4, cell);
  std::string text = *rc::gen::element<std::string>("time,lat,lon,alt\n", "time_ms,lat,lon,FUEL TOTAL QUANTITY\n");
  for (const std::vector<std::string>& cells : *rc::gen::container<std::vector<std::vector<std::string>>>(row)) {
    text += cells[0] + "," + cells[1] + "," + cells[2] + "," + cells[3] + "\n";
  }
  TrackOptions options;
  if (*rc::gen::arbitrary<bool>()) options.speed_kt = 100;
  if (*rc::gen::arbitrary<bool>()) options.altitude_ft = 1000;
  check(parse_track(text, "t.csv", options), "t.csv");
}

}  // namespace
}  // namespace checkride::emulator
