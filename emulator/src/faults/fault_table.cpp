#include "faults/fault_table.hpp"

#include <array>

#include "checkride/result/assert.hpp"
#include "checkride/values/suggest.hpp"
#include "faults/fault_parameters.hpp"

namespace checkride::emulator {
namespace {

using namespace parameters;

constexpr std::array kFaults{
    FaultInfo{.kind = FaultKind::exception_reply,
              .word = "exception_reply",
              .layer = FaultLayer::session,
              .meaning = "messages, or the data due to requests, are answered by an EXCEPTION and have no effect",
              .own = kExceptionReply,
              .example = "exception: NAME_UNRECOGNIZED, index: 2, messages: AddToDataDefinition, every: 2",
              .chance = true},
    FaultInfo{.kind = FaultKind::stall,
              .word = "stall",
              .layer = FaultLayer::session,
              .meaning = "nothing is sent, then everything is: a simulator that loads or saves",
              .example = "duration: 5s, client: monitor"},
    FaultInfo{.kind = FaultKind::silent,
              .word = "silent",
              .layer = FaultLayer::session,
              .meaning = "what would be sent is thrown away, the connection stays: a simulator that hangs",
              .example = "duration: 30s"},
    FaultInfo{.kind = FaultKind::reset,
              .word = "reset",
              .layer = FaultLayer::session,
              .meaning = "the connection is reset; with a duration new ones too, without one once",
              .example = "after: 2s",
              .once = true},
    FaultInfo{.kind = FaultKind::latency,
              .word = "latency",
              .layer = FaultLayer::wire,
              .meaning = "every message comes later, in order",
              .own = kLatency,
              .example = "delay: 300ms, direction: both",
              .chooses = true,
              .chance = true},
    FaultInfo{.kind = FaultKind::jitter,
              .word = "jitter",
              .layer = FaultLayer::wire,
              .meaning = "messages come later by a uniformly drawn time, in order",
              .own = kJitter,
              .example = "jitter: 80ms, seed: 7",
              .chooses = true,
              .chance = true,
              .draws = true},
    FaultInfo{.kind = FaultKind::lognormal,
              .word = "lognormal",
              .layer = FaultLayer::wire,
              .meaning = "messages come later by a lognormally drawn time, in order: a long way with many hops",
              .own = kLognormal,
              .example = "median: 40ms, sigma: 0.8, most: 2s",
              .chooses = true,
              .chance = true,
              .draws = true},
    FaultInfo{
        .kind = FaultKind::loss_bursts,
        .word = "loss_bursts",
        .layer = FaultLayer::wire,
        .meaning = "bursts of lost packets (Gilbert-Elliott), which TCP makes pauses of: all behind a lost one wait",
        .own = kLossBursts,
        .example = "enter: 0.05, leave: 0.2, retransmission: 200ms",
        .draws = true},
    FaultInfo{.kind = FaultKind::bandwidth,
              .word = "bandwidth",
              .layer = FaultLayer::wire,
              .meaning = "messages queue for a narrow line",
              .own = kBandwidth,
              .example = "bytes_per_second: 2000"},
    FaultInfo{.kind = FaultKind::byte_limit,
              .word = "byte_limit",
              .layer = FaultLayer::wire,
              .meaning = "the connection ends after so many bytes, in the middle of a message if need be",
              .own = kByteLimit,
              .example = "bytes: 1000, end: reset"},
    FaultInfo{.kind = FaultKind::slices,
              .word = "slices",
              .layer = FaultLayer::wire,
              .meaning = "messages come in tiny writes",
              .own = kSlices,
              .example = "bytes: 3, pause: 1ms"},
    FaultInfo{.kind = FaultKind::merge,
              .word = "merge",
              .layer = FaultLayer::wire,
              .meaning = "messages are held until many go in one write",
              .own = kMerge,
              .example = "bytes: 4096, hold: 2s"},
    FaultInfo{.kind = FaultKind::slow_reader,
              .word = "slow_reader",
              .layer = FaultLayer::wire,
              .meaning = "the simulator reads slowly: what a client sends piles up in the client",
              .own = kSlowReader,
              .example = "bytes_per_second: 100, duration: 1m"},
    FaultInfo{.kind = FaultKind::slow_writer,
              .word = "slow_writer",
              .layer = FaultLayer::wire,
              .meaning = "the simulator writes a little at a time",
              .own = kSlowWriter,
              .example = "bytes: 32, pause: 50ms, duration: 1m"},
    FaultInfo{.kind = FaultKind::half_open,
              .word = "half_open",
              .layer = FaultLayer::wire,
              .meaning = "the peer vanishes: nothing is read or written, no end is told; a reset when the fault ends",
              .example = "duration: 2m"},
    FaultInfo{.kind = FaultKind::corrupt_byte,
              .word = "corrupt_byte",
              .layer = FaultLayer::wire,
              .meaning = "a byte of a message is changed",
              .own = kCorrupt,
              .example = "offset: 8, xor: 64, limit: 1",
              .chooses = true,
              .chance = true,
              .draws = true},
    FaultInfo{.kind = FaultKind::oversized_length,
              .word = "oversized_length",
              .layer = FaultLayer::wire,
              .meaning = "the header of a message tells a length that none can have",
              .own = kOversized,
              .example = "limit: 1",
              .chooses = true,
              .chance = true},
    FaultInfo{.kind = FaultKind::unknown_message,
              .word = "unknown_message",
              .layer = FaultLayer::wire,
              .meaning = "a message has an id that nobody knows",
              .own = kUnknown,
              .example = "messages: SIMOBJECT_DATA, every: 10",
              .chooses = true,
              .chance = true},
    FaultInfo{.kind = FaultKind::wrong_version,
              .word = "wrong_version",
              .layer = FaultLayer::wire,
              .meaning = "the header of a message tells another protocol version",
              .own = kVersion,
              .example = "version: 2, limit: 1",
              .chooses = true,
              .chance = true},
    FaultInfo{.kind = FaultKind::duplicate,
              .word = "duplicate",
              .layer = FaultLayer::wire,
              .meaning = "a message comes more than once",
              .own = kDuplicate,
              .example = "probability: 0.2, messages: [EVENT, SIMOBJECT_DATA]",
              .chooses = true,
              .chance = true},
    FaultInfo{.kind = FaultKind::reorder,
              .word = "reorder",
              .layer = FaultLayer::wire,
              .meaning = "a message comes after those that followed it",
              .own = kReorder,
              .example = "by: 2, every: 5",
              .chooses = true,
              .chance = true},
    FaultInfo{.kind = FaultKind::truncate,
              .word = "truncate",
              .layer = FaultLayer::wire,
              .meaning = "a message lacks its end",
              .own = kTruncate,
              .example = "bytes: 4, messages: SIMOBJECT_DATA, limit: 3",
              .chooses = true,
              .chance = true,
              .draws = true},
    FaultInfo{.kind = FaultKind::wrong_request,
              .word = "wrong_request",
              .layer = FaultLayer::wire,
              .meaning = "an answer names another request",
              .own = kWrongRequest,
              .example = "messages: SIMOBJECT_DATA, as: 77",
              .chooses = true,
              .chance = true},
    FaultInfo{.kind = FaultKind::late_answer,
              .word = "late_answer",
              .layer = FaultLayer::wire,
              .meaning = "a message comes frames later than it should; others overtake it",
              .own = kLateAnswer,
              .example = "frames: 90, request_id: 1, limit: 2",
              .chooses = true,
              .chance = true},
    FaultInfo{.kind = FaultKind::quit_in_mid_frame,
              .word = "quit_in_mid_frame",
              .layer = FaultLayer::wire,
              .meaning = "half a message, QUIT in the middle of it, and the end of the connection",
              .own = kQuitMid,
              .example = "limit: 1",
              .chooses = true,
              .chance = true},
    FaultInfo{.kind = FaultKind::refused,
              .word = "refused",
              .layer = FaultLayer::listener,
              .meaning = "the listeners are closed: who connects is refused; who is connected stays",
              .example = "duration: 20s",
              .of_client = false},
    FaultInfo{.kind = FaultKind::crash_to_desktop,
              .word = "crash_to_desktop",
              .layer = FaultLayer::listener,
              .meaning = "every connection ends without QUIT and the listeners are gone; when it ends, the simulator "
                         "has started again with its flight from the beginning",
              .own = kCrash,
              .example = "duration: 40s",
              .of_client = false},
    FaultInfo{.kind = FaultKind::value_off,
              .word = "value_off",
              .layer = FaultLayer::values,
              .meaning = "the variable reads as nothing: 0, or an empty text",
              .own = kOff,
              .example = "variables: PLANE ALTITUDE"},
    FaultInfo{.kind = FaultKind::value_stuck,
              .word = "value_stuck",
              .layer = FaultLayer::values,
              .meaning = "the variable keeps the value of its first reading",
              .own = kStuck,
              .example = "variables: AIRSPEED INDICATED, duration: 30s"},
    FaultInfo{.kind = FaultKind::value_garbage,
              .word = "value_garbage",
              .layer = FaultLayer::values,
              .meaning = "each reading is a number drawn uniformly, each text is noise",
              .own = kGarbage,
              .example = "variables: [PLANE LATITUDE, PLANE LONGITUDE], low: -10, high: 10, probability: 0.1",
              .chance = true,
              .draws = true},
    FaultInfo{.kind = FaultKind::value_wrong,
              .word = "value_wrong",
              .layer = FaultLayer::values,
              .meaning = "the variable reads with a bias and a scale",
              .own = kWrong,
              .example = "variables: PLANE ALTITUDE, bias: 500, scale: 1.1"},
    FaultInfo{.kind = FaultKind::value_slow,
              .word = "value_slow",
              .layer = FaultLayer::values,
              .meaning = "the variable follows its true value slowly",
              .own = kSlow,
              .example = "variables: VERTICAL SPEED, time_constant: 4s"},
    FaultInfo{.kind = FaultKind::value_delayed,
              .word = "value_delayed",
              .layer = FaultLayer::values,
              .meaning = "the variable reads as it was some time ago",
              .own = kDelayed,
              .example = "variables: PLANE ALTITUDE, delay: 3s"},
    FaultInfo{.kind = FaultKind::value_intermittent,
              .word = "value_intermittent",
              .layer = FaultLayer::values,
              .meaning = "some readings fail, the others are right",
              .own = kIntermittent,
              .example = "variables: AIRSPEED INDICATED, share: 0.3, value: 0",
              .draws = true},
    FaultInfo{.kind = FaultKind::value_nan,
              .word = "value_nan",
              .layer = FaultLayer::values,
              .meaning = "the variable reads as no number, or as an infinite one",
              .own = kNan,
              .example = "variables: GROUND VELOCITY, as: inf, every: 3",
              .chance = true},
    FaultInfo{.kind = FaultKind::frozen_frames,
              .word = "frozen_frames",
              .layer = FaultLayer::simulator,
              .meaning = "no frame is run: nothing is read, computed or sent, then everything comes at once",
              .example = "duration: 3s",
              .of_client = false},
    FaultInfo{.kind = FaultKind::frame_rate,
              .word = "frame_rate",
              .layer = FaultLayer::simulator,
              .meaning = "fewer frames are drawn; the flight goes on at its speed",
              .own = kFrameRate,
              .example = "frames_per_second: 4, duration: 1m",
              .of_client = false},
    FaultInfo{.kind = FaultKind::pause,
              .word = "pause",
              .layer = FaultLayer::simulator,
              .meaning = "the simulator is paused, as by its key",
              .example = "duration: 10s",
              .of_client = false},
    FaultInfo{.kind = FaultKind::active_pause,
              .word = "active_pause",
              .layer = FaultLayer::simulator,
              .meaning = "position, attitude and speeds are held while engine and systems go on",
              .example = "duration: 10s",
              .of_client = false},
    FaultInfo{.kind = FaultKind::menu,
              .word = "menu",
              .layer = FaultLayer::simulator,
              .meaning = "the simulator is in its main menu, whose aircraft is at a junk position",
              .own = kMenu,
              .example = "duration: 20s, longitude_deg: 90",
              .of_client = false},
    FaultInfo{.kind = FaultKind::sim_rate,
              .word = "sim_rate",
              .layer = FaultLayer::simulator,
              .meaning = "the simulation rate changes; the former one returns at the end",
              .own = kSimRate,
              .example = "rate: 4, duration: 1m",
              .of_client = false},
    FaultInfo{.kind = FaultKind::teleport,
              .word = "teleport",
              .layer = FaultLayer::simulator,
              .meaning = "the user's aircraft is somewhere else at once",
              .own = kTeleport,
              .example = "latitude_deg: 47.45, longitude_deg: -122.31, altitude_ft: 3000",
              .of_client = false,
              .lasts = false,
              .once = true},
    FaultInfo{.kind = FaultKind::flight_reload,
              .word = "flight_reload",
              .layer = FaultLayer::simulator,
              .meaning = "the flight is loaded again, with everything that clients are told of it",
              .example = "after: 10s",
              .of_client = false,
              .lasts = false,
              .once = true},
    FaultInfo{.kind = FaultKind::clock_jump,
              .word = "clock_jump",
              .layer = FaultLayer::simulator,
              .meaning = "the simulated date and time jump",
              .own = kClockJump,
              .example = "seconds: -3600",
              .of_client = false,
              .lasts = false,
              .once = true},
};
static_assert(kFaults.size() == static_cast<std::size_t>(FaultKind::clock_jump) + 1);

bool takes(const FaultInfo& fault, std::string_view common) {
  if (common == "client") return fault.of_client;
  if (common == "after") return true;
  if (common == "duration") return fault.lasts;
  if (common == "seed") return fault.chance || fault.draws;
  if (common == "probability" || common == "every" || common == "limit") return fault.chance;
  return fault.chooses;
}

}  // namespace

std::string_view text(FaultLayer layer) {
  constexpr std::array<std::string_view, 5> kWords{"session", "wire", "listener", "values", "simulator"};
  return kWords[static_cast<std::size_t>(layer)];
}

std::string_view text(ParameterType type) {
  constexpr std::array<std::string_view, 10> kWords{"whole number",  "number",   "duration",  "text",
                                                    "true or false", "word",     "exception", "messages",
                                                    "messages",      "variables"};
  return kWords[static_cast<std::size_t>(type)];
}

std::span<const FaultInfo> fault_infos() {
  return kFaults;
}

const FaultInfo& info_of(FaultKind kind) {
  const FaultInfo& info = kFaults.at(static_cast<std::size_t>(kind));
  CHECKRIDE_ASSERT(info.kind == kind);  // the rows stand in the order of the enumerators
  return info;
}

Result<FaultKind> parse_fault_kind(std::string_view word) {
  std::vector<std::string_view> words;
  std::string allowed;
  for (const FaultInfo& fault : kFaults) {
    if (fault.word == word) return fault.kind;
    words.push_back(fault.word);
    allowed += (allowed.empty() ? "" : ", ") + std::string(fault.word);
  }
  return Error::invalid("\"" + std::string(word) + "\" is no fault" + values::suggestion(word, words) + "; " + allowed +
                        " are");
}

std::vector<ParameterInfo> parameters_of(FaultKind kind) {
  const FaultInfo& fault = info_of(kind);
  std::vector<ParameterInfo> result;
  for (const ParameterInfo& parameter : kCommon) {
    if (takes(fault, parameter.name)) result.push_back(parameter);
  }
  result.insert(result.end(), fault.own.begin(), fault.own.end());
  return result;
}

std::span<const ParameterInfo> common_parameters() {
  return kCommon;
}

}  // namespace checkride::emulator
