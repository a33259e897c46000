// A call of a client as the control API shows it.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "checkride/protocol/enums.hpp"
#include "checkride/values/json.hpp"
#include "control/call_log.hpp"

namespace checkride::emulator {

// {"sequence","client","client_name","message","send_id","frame","seconds","fields"} and, where there is something to
// say: "data" (of SetDataOnSimObject, read by the definition as it was then), "exception", "undecodable". `start` is
// the time of frame 0.
void write_call(values::json::Writer& json, const ClientCalls& client, const Call& call, world::Instant start);

// "float64" in any case; invalid for other words.
protocol::DataType type_named(std::string_view word);

// `, did you mean "SetDataOnSimObject"?` for a word that is none of these messages, or nothing; it may be the name of
// the function, with SimConnect_ before it.
std::string suggest_message(std::string_view word, std::span<const std::string_view> messages);

// The name of the message; "Unknown" for ids that nobody knows, "frame" for what has no whole header.
std::string_view message_name(const Call& call);

}  // namespace checkride::emulator
