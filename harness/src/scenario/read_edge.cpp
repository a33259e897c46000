#include "scenario/read_edge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reading/rate.hpp"
#include "scenario/read_tls.hpp"
#include "scenario/readers.hpp"

namespace checkride::harness {

namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using values::MapReader;
using values::Range;

const Range<world::Duration> kWaits{milliseconds(1), hours(1)};

// What stands in nginx's configuration as it is: nginx has no way to write a dollar, which begins a variable there.
bool is_plain(std::string_view text) {
  return text.find_first_of(std::string_view("$\n\r\0", 4)) == std::string_view::npos;
}

// Made of letters, digits and what else these words have.
bool is_word(std::string_view text, std::string_view further) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           further.find(c) != std::string_view::npos;
  });
}

void read_headers(MapReader& map, EdgeHeaders& headers) {
  map.entries("headers", [&](const values::Entry& entry) {
    auto value = values::read_text(entry.value, map.errors());
    if (!value) return;
    if (!is_word(entry.key, "-_")) map.errors().add(entry.key_position, "this is no name of a header");
    if (!is_plain(*value)) map.errors().add(entry.value.position(), "a header's value has neither $ nor line ends");
    headers.emplace_back(entry.key, std::move(*value));
  });
}

void read_words(MapReader& map, std::string_view key, std::string_view further, std::vector<std::string>* out) {
  map.optional(key, out);
  for (const std::string& word : *out) {
    if (!is_word(word, further)) map.error(key, fmt::format("{} cannot stand here", values::quote(word)));
  }
}

EdgeAnswer read_answer(MapReader& map) {
  EdgeAnswer answer;
  map.optional("status", &answer.status, Range<int>{200, 599});
  if (map.optional("body", &answer.body) && !is_plain(answer.body)) map.error("body", "it has neither $ nor line ends");
  if (map.optional("type", &answer.type) && !is_word(answer.type, "/+.-")) map.error("type", "this is no media type");
  return answer;
}

EdgeStore read_store(MapReader& map) {
  EdgeStore store;
  map.optional("for", &store.keep, Range<world::Duration>{std::chrono::seconds(1), hours(24 * 3650)});
  map.list("statuses", [&](const values::Node& node) {
    const auto status = values::read_integer(node, map.errors(), {200, 599});
    if (status) store.statuses.push_back(static_cast<int>(*status));
  });
  map.optional("stale", &store.stale);
  map.optional("one_at_a_time", &store.one_at_a_time);
  read_words(map, "not_with", "-_", &store.not_with);
  return store;
}

void check_location(MapReader& map, const EdgeLocation& location, const EdgeSpec& spec) {
  if (map.described()) return;
  if (location.path.empty() == location.ends.empty())
    map.errors().add(map.position(), "a location has a path, or ends");
  if (!location.path.empty() && (!location.path.starts_with('/') || !is_plain(location.path))) {
    map.error("path", "a path starts with /, and has no $");
  }
  if (location.to.empty() == !location.answer.has_value()) {
    map.errors().add(map.position(), "a location hands on (to) or answers (answer), one of both");
  }
  if (location.store && location.to.empty()) map.error("store", "only what a service answers (to) is kept");
  std::vector<std::string> zones;
  for (const EdgeZone& zone : spec.zones) zones.push_back(zone.name);
  if (!location.zone.empty() && std::find(zones.begin(), zones.end(), location.zone) == zones.end()) {
    map.error("zone", fmt::format("there is no zone {}{}", values::quote(location.zone),
                                  values::suggestion(location.zone, zones)));
  }
}

void read_location(MapReader& map, EdgeSpec& spec, Reader& reader) {
  EdgeLocation location;
  map.optional("path", &location.path);
  map.optional("exact", &location.exact);
  read_words(map, "ends", "", &location.ends);
  if (map.optional("to", &location.to)) {
    reader.needed.push_back({{location.to, map.position_of("to")}, is_http_service, "service that answers requests"});
  }
  map.map("answer", [&](MapReader& answer) { location.answer = read_answer(answer); });
  map.optional("zone", &location.zone);
  map.optional("burst", &location.burst, {0, 1'000'000});
  map.optional("connect", &location.connect, kWaits);
  map.optional("read", &location.read, kWaits);
  map.optional("cache_for", &location.cache_for, Range<world::Duration>{std::chrono::seconds(1), hours(24 * 3650)});
  map.map("store", [&](MapReader& store) { location.store = read_store(store); });
  read_headers(map, location.headers);
  map.optional("log", &location.log);
  check_location(map, location, spec);
  spec.locations.push_back(std::move(location));
}

void read_zone(const values::Entry& entry, EdgeSpec& spec, values::Diagnostics& errors) {
  if (!is_word(entry.key, "-_")) errors.add(entry.key_position, "this is no name of a zone");
  const auto per_second = read_rate(entry.value, errors);
  if (!per_second) return;
  const double per_minute = *per_second * 60;
  if (per_minute < 1 || std::abs(per_minute - std::round(per_minute)) > 1e-6) {
    errors.add(entry.value.position(), "a zone counts in whole requests a second or a minute: 10/s, 30/min");
    return;
  }
  spec.zones.push_back({entry.key, static_cast<std::uint64_t>(std::llround(per_minute))});
}

}  // namespace

EdgeSpec read_edge(MapReader& map, Reader& reader) {
  EdgeSpec spec;
  map.optional("port", &spec.port, {1, 65'535});
  map.optional("https_port", &spec.https_port, {1, 65'535});
  spec.tls = read_tls_policy(map);
  map.optional("redirect_http", &spec.redirect_http);
  read_headers(map, spec.headers);
  map.optional("keep_alive", &spec.keep_alive, kWaits);
  map.optional("connections_max", &spec.connections_max, {16, 65'536});
  map.optional("upstream_keep", &spec.upstream_keep, {1, 1024});
  map.optional("limit_status", &spec.limit_status, Range<int>{400, 599});
  map.entries("zones", [&](const values::Entry& entry) { read_zone(entry, spec, map.errors()); });
  map.map("compress", [&](MapReader& compress) {
    read_words(compress, "types", "/+.-", &spec.compress.types);
    compress.optional("at_least", &spec.compress.at_least, {20, 1'000'000'000});
  });
  map.list("locations", [&](const values::Node& node) {
    values::read_map(node, map.errors(), [&](MapReader& location) { read_location(location, spec, reader); });
  });
  return spec;
}

}  // namespace checkride::harness
