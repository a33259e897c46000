#include "config/sections/influx.hpp"

#include <optional>
#include <string_view>
#include <utility>

#include "checkride/http/http.hpp"

namespace checkride::runtime {

namespace {

using namespace std::chrono_literals;
using values::MapReader;

// Without a default that the other version of the interface would refuse.
void read_name(MapReader& map, std::string_view key, std::string* text) {
  std::optional<std::string> given;
  if (map.optional(key, &given)) *text = std::move(*given);
}

}  // namespace

void read_influx(MapReader& map, InfluxConfig* influx) {
  // A name and a password in the address would be shown with it, and are never sent.
  if (map.required("url", &influx->url) && !http::parse_url(influx->url)) {
    map.error("url", "expected an address such as http://127.0.0.1:8086, without a user in it: see username and token");
  }
  map.optional("version", &influx->version, {1, 2});
  const bool first = influx->version == 1;
  for (const std::string_view key : {"database", "username", "password"}) {
    if (!first && map.has(key)) map.error(key, "belongs to version 1; version 2 has organization, bucket and token");
  }
  for (const std::string_view key : {"organization", "bucket", "token"}) {
    if (first && map.has(key)) map.error(key, "belongs to version 2: add version: 2");
  }
  read_name(map, "database", &influx->database);
  read_name(map, "username", &influx->username);
  map.optional("password", &influx->password);
  if (first) {
    read_name(map, "organization", &influx->organization);
    read_name(map, "bucket", &influx->bucket);
  } else {
    map.required("organization", &influx->organization);
    map.required("bucket", &influx->bucket);
  }
  map.optional("token", &influx->token);
  map.optional("ca_file", &influx->ca_file);
  map.optional("batch_size", &influx->batch_size, {1, 100'000});
  map.optional("timeout", &influx->timeout, {100ms, 10min});
}

}  // namespace checkride::runtime
