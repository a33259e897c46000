// Messages of clients as JSON, from the one declaration of each: the call log's way to show them.
#pragma once

#include "checkride/protocol/codec.hpp"
#include "checkride/protocol/datum.hpp"
#include "checkride/values/json.hpp"

namespace checkride::emulator {

// One object with a member for every field that the version has, by the table's names. Enumerations are their words (a
// number that has none is a number), flags numbers, bytes hexadecimal text, structures objects, lists arrays. Of
// Unknown: its id and payload.
void write_fields(values::json::Writer& json, const protocol::ClientMessage& message, protocol::Protocol version);

// A value of a data block: a number, a text, or an object with the fields of a structure.
void write_datum(values::json::Writer& json, const protocol::DatumValue& value);

}  // namespace checkride::emulator
