// JSON bodies of requests, read as strictly as files are: unknown keys, wrong types and ranges are told.
#pragma once

#include <functional>
#include <string_view>

#include "checkride/result/result.hpp"
#include "checkride/values/map_reader.hpp"

namespace checkride::emulator {

// Parses `body`, which must be one JSON object, or may be empty (an object without keys); calls `read` with a reader of
// it and reports every key that nobody asked for. Errors: the syntax mistake with its offset; all mistakes of content
// in one message.
Result<> read_json_body(std::string_view body, const std::function<void(values::MapReader&)>& read);

// A JSON document as the tree that readers of files work on.
Result<values::Node> parse_json(std::string_view text);

}  // namespace checkride::emulator
