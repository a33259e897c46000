// Goal: no text crashes the readers of flights, flight plans and recorded tracks, and none makes a track that the
// player could not fly. The first byte says which kind of file the rest is. A plan that was read is written and read
// again; a track that was read is a rising sequence of places on the earth.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "checkride/emulator/emulator.hpp"
#include "checkride/result/assert.hpp"
#include "flights/flight_file.hpp"
#include "sim/track_path.hpp"

namespace {

using namespace checkride;
using namespace checkride::emulator;

constexpr std::size_t kMaxBytes = 64 * 1024;

void check_plan(const Plan& plan) {
  CHECKRIDE_ASSERT(plan.waypoints.size() >= 2);
  // Names with bytes that are no text may be refused when they are read again, but never lost.
  const auto again = parse_plan(plan_text(plan), "again.pln");
  CHECKRIDE_ASSERT(!again.has_value() || again->waypoints.size() >= 2);
}

void check_track(const Track& track) {
  CHECKRIDE_ASSERT(track.samples.size() >= 2);
  for (const TrackColumn& column : track.columns) CHECKRIDE_ASSERT(column.values.size() == track.samples.size());
  const TrackPath path(track);
  for (std::size_t leg = 0; leg + 1 < track.samples.size(); ++leg) {
    CHECKRIDE_ASSERT(track.samples[leg].seconds < track.samples[leg + 1].seconds);
    const TrackPoint point = path.point({leg, 0.5});
    CHECKRIDE_ASSERT(std::isfinite(point.place.latitude) && std::isfinite(point.place.longitude));
    CHECKRIDE_ASSERT(std::isfinite(point.east) && std::isfinite(point.north) && std::isfinite(point.up));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0 || size > kMaxBytes) return 0;
  constexpr std::string_view kFiles[] = {"f.yaml", "f.pln", "f.csv", "f.jsonl", "f.gpx", "f.kml"};
  const std::string path(kFiles[data[0] % std::size(kFiles)]);
  const std::string text(data + 1, data + size);
  // Whatever a flight names is the same text again.
  const auto file = read_flight_file(path, [&text](const std::string&) { return Result<std::string>(text); });
  if (path == "f.yaml") (void)files_of_flight(text);
  if (!file) {
    CHECKRIDE_ASSERT(!file.error().message().empty());
    return 0;
  }
  if (file->flight.plan) check_plan(*file->flight.plan);
  if (file->flight.track) check_track(*file->flight.track);
  return 0;
}
