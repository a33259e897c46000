// The files of a flight: a flight in YAML with the plans and tracks that it names, or a plan or a track alone.
//
//   TRY(const FlightFile file, read_flight_file("flights/pattern.yaml", [&](auto& path) { return files.read(path); }));
//
// Pure: what is read is what the reader gives.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "checkride/result/result.hpp"
#include "flights/plan_file.hpp"
#include "sim/traffic.hpp"

namespace checkride::emulator {

// The text of a file. Errors say why there is none.
using FileReader = std::function<Result<std::string>(const std::string& path)>;

struct FlightFile {
  Flight flight;
  std::vector<TrafficAircraft> traffic;  // at most kMaxTraffic
};

// By the end of the name: .pln is a plan, .csv, .jsonl, .ndjson, .gpx and .kml are tracks, each flown by a C172;
// everything else is YAML. Errors: all mistakes of the flight file at once, or of the first file that it names.
Result<FlightFile> read_flight_file(const std::string& path, const FileReader& read, const FacilityFinder& find = {});

}  // namespace checkride::emulator
