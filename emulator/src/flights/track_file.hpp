// Recorded tracks in files: CSV, JSON lines, GPX and KML (docs/flights.md).
//
//   TRY(const Track track, parse_track(text, "pattern.gpx", {}));
//
// Pure: text in, a track out. All mistakes come at once, each as file:line:column, kMaxMistakes of them at most.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "checkride/result/result.hpp"
#include "sim/track.hpp"

namespace checkride::emulator {

// Whether the name ends as tracks do: .csv, .jsonl, .ndjson, .gpx, .kml; case is ignored.
bool is_track_file(std::string_view file);

// By the end of the name. Errors: a column that is missing or that nobody knows; a row that is short, or holds no
// number where one belongs; a place that is not on the earth; times that go backwards, or mix dates with seconds, or
// are missing without a speed; a speed of more than kFastestMetresPerSecond between two samples; fewer than two samples
// or more than kMaxTrackSamples.
Result<Track> parse_track(std::string_view text, const std::string& file, const TrackOptions& options);

inline constexpr double kFastestMetresPerSecond = 1000;

// ---- one for each format
Result<Track> parse_csv_track(std::string_view text, const std::string& file, const TrackOptions& options);
Result<Track> parse_jsonl_track(std::string_view text, const std::string& file, const TrackOptions& options);
Result<Track> parse_gpx_track(std::string_view text, const std::string& file, const TrackOptions& options);
Result<Track> parse_kml_track(std::string_view text, const std::string& file, const TrackOptions& options);

}  // namespace checkride::emulator
