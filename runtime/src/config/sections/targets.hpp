// What the addresses and keys of channels and receivers have to be like. All are secrets: no message repeats one.
#pragma once

#include <string_view>

#include "checkride/values/map_reader.hpp"
#include "config/secret.hpp"

namespace checkride::runtime {

// Each tells a mistake at `key` of the map, if there is one. What print-config masked passes.
void check_slack_url(values::MapReader& map, const char* key, const Secret& url);
void check_webhook_url(values::MapReader& map, const char* key, const Secret& url);
void check_routing_key(values::MapReader& map, const char* key, const Secret& routing_key);
void check_bearer_token(values::MapReader& map, const char* key, const Secret& token);

// A line break in what becomes a header would begin another header.
bool is_header_value(std::string_view text);

}  // namespace checkride::runtime
