#include "scenario/read_stores.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace checkride::harness {

namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using values::MapReader;
using values::Range;

const Range<world::Duration> kWaits{world::Duration::zero(), hours(1)};

// A text under `key` that is not empty.
void read_name(MapReader& map, std::string_view key, std::string* out) {
  if (map.optional(key, out) && out->empty()) map.error(key, "must not be empty");
}

// A list of lists of columns; a single one may stand alone: [city, [country, city]].
void read_columns(MapReader& map, std::string_view key, std::vector<Columns>* out) {
  map.list(key, [&](const values::Node& node) {
    Columns columns;
    const auto several = [&](const values::Node& list) {
      columns = values::read_texts(list, map.errors()).value_or(Columns());
    };
    const auto alone = [&](const values::Node& name) {
      if (auto column = values::read_text(name, map.errors())) columns = {std::move(*column)};
    };
    values::read_forms(node, values::Kind::list, several, alone);
    const bool has_words = std::any_of(columns.begin(), columns.end(),
                                       [](const std::string& column) { return column.ends_with(":words"); });
    if (columns.empty() || std::find(columns.begin(), columns.end(), "") != columns.end()) {
      map.errors().add(node.position(), "expected the names of columns");
    } else if (has_words && (columns.size() != 1 || key != "indexes")) {
      map.errors().add(node.position(), "the words of a column make an index of their own, which is not unique");
    } else {
      out->push_back(std::move(columns));
    }
  });
}

TableSpec read_table(const values::Entry& entry, values::Diagnostics& errors) {
  TableSpec table;
  table.name = entry.key;
  MapReader map(entry.value, errors);
  map.optional("required", &table.required);
  read_columns(map, "unique", &table.unique);
  read_columns(map, "indexes", &table.indexes);
  map.map("expire", [&](MapReader& expire) {
    const Range<world::Duration> ages{milliseconds(1), hours(24 * 3650)};
    expire.optional("after", &table.expire_after, ages);
    read_name(expire, "at", &table.expire_at);
    if (!expire.has("after") && !expire.has("at")) {
      expire.errors().add(expire.position(), "needs after (an age) or at (the column with the time)");
    }
  });
  map.finish();
  return table;
}

// "900 1": after so many seconds with at least so many changes.
void read_save_point(const values::Node& node, values::Diagnostics& errors, std::vector<SavePoint>* points) {
  const auto text = values::read_text(node, errors);
  if (!text) return;
  std::uint64_t seconds = 0;
  std::uint64_t changes = 0;
  const char* const end = text->data() + text->size();
  const auto first = std::from_chars(text->data(), end, seconds);
  const bool has_both = first.ec == std::errc() && first.ptr != end && *first.ptr == ' ';
  const auto second = has_both ? std::from_chars(first.ptr + 1, end, changes) : first;
  constexpr std::uint64_t kSecondsMax = 1'000'000'000;
  if (!has_both || second.ec != std::errc() || second.ptr != end || seconds == 0 || seconds > kSecondsMax ||
      changes == 0) {
    errors.add(node.position(), "expected seconds and changes, as in \"900 1\"");
    return;
  }
  points->push_back({std::chrono::seconds(seconds), changes});
}

}  // namespace

DatabaseSpec read_database(MapReader& map) {
  DatabaseSpec spec;
  map.optional("port", &spec.port, {1, 65'535});
  read_name(map, "password", &spec.password);
  map.optional("connections_max", &spec.connections_max, {1, 100'000});
  map.optional("latency", &spec.latency, kWaits);
  map.optional("durable", &spec.durable);
  read_name(map, "replica_of", &spec.replica_of);
  map.optional("data", &spec.holds_data);
  map.optional("lag", &spec.lag, kWaits);
  map.map(
      "election",
      [&](MapReader& election) {
        election.optional("after", &spec.election_after, {milliseconds(100), hours(1)});
      },
      MapReader::Absent::defaults);
  map.entries("tables", [&](const values::Entry& entry) { spec.tables.push_back(read_table(entry, map.errors())); });
  if (!spec.holds_data && spec.replica_of.empty()) {
    map.error("data", "a database that only votes is a replica_of another");
  }
  return spec;
}

KeyValueSpec read_key_value(MapReader& map) {
  KeyValueSpec spec;
  map.optional("port", &spec.port, {1, 65'535});
  read_name(map, "password", &spec.password);
  values::Bytes memory_max{};
  map.optional("memory_max", &memory_max);
  spec.memory_max = memory_max.count;
  map.choice<Eviction>("eviction", &spec.eviction,
                       {{"noeviction", Eviction::noeviction}, {"allkeys_lru", Eviction::allkeys_lru}});
  map.choice<AppendOnly>("append_only", &spec.append_only,
                         {{"no", AppendOnly::no}, {"everysec", AppendOnly::everysec}, {"always", AppendOnly::always}});
  if (map.has("save")) spec.save.clear();
  map.list("save", [&](const values::Node& node) { read_save_point(node, map.errors(), &spec.save); });
  map.optional("idle_timeout", &spec.idle_timeout, kWaits);
  map.optional("clients_max", &spec.clients_max, {1, 100'000});
  read_name(map, "replica_of", &spec.replica_of);
  return spec;
}

}  // namespace checkride::harness
