// The parameters of the fault table: the common ones and those of each fault. For fault_table.cpp alone.
#pragma once

#include <array>

#include "faults/fault_table.hpp"

namespace checkride::emulator::parameters {

using enum ParameterType;

inline constexpr double kHour = 3600;
inline constexpr double kCentury = 100 * 365.25 * 24 * kHour;
inline constexpr double kMost32 = 4294967295.0;
// Whole numbers beyond this have no exact double, which JSON readers use.
inline constexpr double kMostExact = 9007199254740991.0;
inline constexpr double kAnyNumber = 1e300;

inline constexpr std::string_view kWays = "to_client from_client both";
inline constexpr std::string_view kEnds = "close reset";

// ---- common; faults take the ones behind `duration` by their flags
inline constexpr std::array kCommon{
    ParameterInfo{"client", text, "", 0, 0, "",
                  "one client, by its id or its application name (case ignored), now or when it comes; without it all"},
    ParameterInfo{"after", duration, "", 0, kCentury, "0s", "how long after it was added it begins"},
    ParameterInfo{"duration", duration, "", 1e-9, kCentury, "", "how long it lasts; without it until it is removed"},
    ParameterInfo{"seed", whole, "", 0, kMostExact, "",
                  "of its random stream; without it drawn from the emulator's own"},
    ParameterInfo{"probability", number, "", 0, 1, "1", "of striking, for each thing that it could strike"},
    ParameterInfo{
        "every", whole, "", 1, kMost32, "1",
        "of the things that it could strike, every n-th is considered; each client (and variable) has its count"},
    ParameterInfo{"limit", whole, "", 0, kMostExact, "0", "it ends after so many strikes, of all clients; 0: no end"},
    ParameterInfo{"messages", messages, "", 0, 0, "",
                  "only messages of these names (case ignored), of the way that `direction` says; without it all"},
    ParameterInfo{"request_id", whole, "", 0, kMost32, "", "only messages with this request id"},
    ParameterInfo{"definition_id", whole, "", 0, kMost32, "", "only messages with this definition id"},
};

// ---- own
inline constexpr ParameterInfo kWay{"direction", word, "", 0, 0, "to_client", "which way the bytes go", false, kWays};
inline constexpr std::array kOnlyWay{kWay};
inline constexpr ParameterInfo kVariables{"variables", variables, "", 0, 0, "", "which variables", true};

inline constexpr std::array kExceptionReply{
    ParameterInfo{"exception", exception, "", 1, 46, "1", "the code of the answer, or its name"},
    ParameterInfo{"index", whole, "", 0, kMost32, "4294967295",
                  "the number of the parameter at fault; 4294967295: none in particular"},
    ParameterInfo{"messages", requests, "", 0, 0, "",
                  "only these messages, or due data by the name of their answer; without it all but Open"},
    ParameterInfo{"request_id", whole, "", 0, kMost32, "", "only messages with, and data due to, this request id"},
};
inline constexpr std::array kLatency{
    ParameterInfo{"delay", duration, "", 0, kHour, "", "added to every message", true},
    kWay,
};
inline constexpr std::array kJitter{
    ParameterInfo{"jitter", duration, "", 0, kHour, "", "the most that is added to a message, uniformly", true},
    kWay,
};
inline constexpr std::array kLognormal{
    ParameterInfo{"median", duration, "", 1e-9, kHour, "", "half of the messages are delayed by more", true},
    ParameterInfo{"sigma", number, "", 0, 5, "0.5", "spread: 0 none, 0.5 mild, 2 a long tail"},
    ParameterInfo{"most", duration, "", 1e-9, kHour, "1m", "no message is delayed by more"},
    kWay,
};
inline constexpr std::array kLossBursts{
    ParameterInfo{"enter", number, "", 0, 1, "0.01", "probability, for each transmission, that a burst begins"},
    ParameterInfo{"leave", number, "", 0, 1, "0.3", "probability, for each transmission, that the burst ends"},
    ParameterInfo{"loss", number, "", 0, 1, "1", "probability in a burst that a transmission is lost"},
    ParameterInfo{"loss_outside", number, "", 0, 1, "0", "the same outside of bursts"},
    ParameterInfo{"retransmission", duration, "", 1e-6, kHour, "200ms",
                  "pause before a lost message is sent again; it doubles with each loss of the same message"},
    kWay,
};
inline constexpr std::array kBandwidth{
    ParameterInfo{"bytes_per_second", whole, "bytes/s", 1, 1e12, "", "what the line carries", true},
    kWay,
};
inline constexpr std::array kByteLimit{
    ParameterInfo{"bytes", whole, "bytes", 0, 1e12, "", "what a client is still sent, to the byte", true},
    ParameterInfo{"end", word, "", 0, 0, "close", "how the connection ends then", false, kEnds},
};
inline constexpr std::array kSlices{
    ParameterInfo{"bytes", whole, "bytes", 1, 65536, "1", "of one write"},
    ParameterInfo{"pause", duration, "", 0, kHour, "0s", "between two writes"},
};
inline constexpr std::array kMerge{
    ParameterInfo{"bytes", whole, "bytes", 1, 1048576, "65536", "a write has at least so many..."},
    ParameterInfo{"hold", duration, "", 1e-6, kHour, "1s", "...or its first message has waited so long"},
};
inline constexpr std::array kSlowReader{
    ParameterInfo{"bytes_per_second", whole, "bytes/s", 1, 1e12, "", "that the simulator reads", true},
};
inline constexpr std::array kSlowWriter{
    ParameterInfo{"bytes", whole, "bytes", 1, 65536, "64", "of one write"},
    ParameterInfo{"pause", duration, "", 1e-6, kHour, "100ms", "between two writes"},
};
inline constexpr std::array kCorrupt{
    ParameterInfo{"offset", whole, "bytes", 0, 65535, "",
                  "of the byte in its message, 0 is the first of the header; without it drawn"},
    ParameterInfo{"xor", whole, "", 1, 255, "", "the bits that are flipped; without it drawn"},
    kWay,
};
inline constexpr std::array kOversized{
    ParameterInfo{"length", whole, "bytes", 0, kMost32, "2147483647", "what the header says instead"},
    kWay,
};
inline constexpr std::array kUnknown{
    ParameterInfo{"message_id", whole, "", 0, kMost32, "65535", "the message id in the header instead"},
    kWay,
};
inline constexpr std::array kVersion{
    ParameterInfo{"version", whole, "", 0, kMost32, "99", "the protocol version in the header instead"},
    kWay,
};
inline constexpr std::array kDuplicate{
    ParameterInfo{"copies", whole, "", 1, 1000, "1", "sent right behind the message"},
    kWay,
};
inline constexpr std::array kReorder{
    ParameterInfo{"by", whole, "messages", 1, 1000, "1", "how many messages pass it..."},
    ParameterInfo{"hold", duration, "", 1e-6, kHour, "1s", "...unless it has waited so long"},
    kWay,
};
inline constexpr std::array kTruncate{
    ParameterInfo{"bytes", whole, "bytes", 1, 65535, "", "how many are missing at the end; without it drawn"},
    ParameterInfo{"adapt_length", boolean, "", 0, 0, "true",
                  "the header tells the new length; false: it tells the old one, and what follows is misread"},
    kWay,
};
inline constexpr std::array kWrongRequest{
    ParameterInfo{"as", whole, "", 0, kMost32, "",
                  "the request id it is given; without it that of the last other request answered, or its own plus 1"},
};
inline constexpr std::array kLateAnswer{
    ParameterInfo{"frames", whole, "frames", 1, 100000, "30", "by which it is late; others overtake it"},
    kWay,
};
inline constexpr std::array kQuitMid{
    ParameterInfo{"quit", boolean, "", 0, 0, "true", "QUIT follows the half message; false: only the end does"},
    ParameterInfo{"end", word, "", 0, 0, "close", "how the connection ends then", false, kEnds},
};
inline constexpr std::array kCrash{
    ParameterInfo{"end", word, "", 0, 0, "reset", "how connections end", false, kEnds},
    ParameterInfo{"exit", boolean, "", 0, 0, "false", "the emulator's process ends too, with exit code 3"},
};
inline constexpr ParameterInfo kReads{"value",    number, "of the variable",  -kAnyNumber,
                                      kAnyNumber, "0",    "what is read then"};
inline constexpr std::array kOff{kVariables, kReads};
inline constexpr std::array kStuck{kVariables};
inline constexpr std::array kGarbage{
    kVariables,
    ParameterInfo{"low", number, "of the variable", -kAnyNumber, kAnyNumber, "-1000000", "least number drawn"},
    ParameterInfo{"high", number, "of the variable", -kAnyNumber, kAnyNumber, "1000000", "greatest number drawn"},
};
inline constexpr std::array kWrong{
    kVariables,
    ParameterInfo{"scale", number, "", -kAnyNumber, kAnyNumber, "1", "the true value is multiplied by this..."},
    ParameterInfo{"bias", number, "of the variable", -kAnyNumber, kAnyNumber, "0", "...and this is added"},
};
inline constexpr std::array kSlow{
    kVariables,
    ParameterInfo{"time_constant", duration, "", 0, kHour, "0s", "of a low-pass filter of first order; 0: none"},
    ParameterInfo{"rate", number, "of the variable, /s", 0, kAnyNumber, "0", "fastest change; 0: no limit"},
};
inline constexpr std::array kDelayed{
    kVariables,
    ParameterInfo{"delay", duration, "", 1e-9, kHour, "", "how old the value is that is read", true},
};
inline constexpr std::array kIntermittent{
    kVariables,
    ParameterInfo{"share", number, "", 0, 1, "0.5", "of the readings that fail"},
    kReads,
};
inline constexpr std::array kNan{
    kVariables,
    ParameterInfo{"as", word, "", 0, 0, "nan", "what is read", false, "nan inf -inf"},
};
inline constexpr std::array kFrameRate{
    ParameterInfo{"frames_per_second", number, "1/s", 0.01, 1000, "", "at most; every n-th frame is drawn", true},
};
inline constexpr std::array kMenu{
    ParameterInfo{"longitude_deg", number, "degrees", -180, 180, "90",
                  "of the menu's own aircraft, which is at 0 N; 90 and 0 have been seen"},
};
inline constexpr std::array kSimRate{
    ParameterInfo{"rate", number, "", 1.0 / 64, 1024, "", "simulated seconds per second", true},
};
inline constexpr std::array kTeleport{
    ParameterInfo{"latitude_deg", number, "degrees", -90, 90, "", "where to", true},
    ParameterInfo{"longitude_deg", number, "degrees", -180, 180, "", "where to", true},
    ParameterInfo{"altitude_ft", number, "feet", -1000, 100000, "", "where to; without it the present altitude"},
    ParameterInfo{"heading_deg", number, "degrees", 0, 360, "", "true; without it the present heading"},
};
inline constexpr std::array kClockJump{
    ParameterInfo{"seconds", number, "s", -1e10, 1e10, "", "by which the simulated time jumps; negative: back", true},
};

}  // namespace checkride::emulator::parameters
