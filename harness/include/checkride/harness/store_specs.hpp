// What a scenario may declare of its stores: a database with tables, replicas and expiry, and a key-value store. The
// defaults are those of a scenario that says nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "checkride/world/time.hpp"

namespace checkride::harness {

// The columns of an index, in its order. One that ends in ":words" holds the words of a text.
using Columns = std::vector<std::string>;

struct TableSpec {
  std::string name;
  Columns required;
  std::vector<Columns> unique;
  std::vector<Columns> indexes;
  std::optional<world::Duration> expire_after;  // since the row was inserted
  std::string expire_at;                        // the column with the row's own time; empty: none
  bool operator==(const TableSpec&) const = default;
};

struct DatabaseSpec {
  std::uint16_t port = 5432;
  std::string password;  // empty: none is asked for
  std::uint64_t connections_max = 100;
  world::Duration latency = std::chrono::milliseconds(1);  // of every request
  bool durable = true;                                     // an answer waits for the disk
  std::string replica_of;                                  // the member that leads at first; empty: this one
  bool holds_data = true;                                  // false: it only votes
  world::Duration lag = std::chrono::milliseconds(50);     // a replica has what was written that long ago
  world::Duration election_after = std::chrono::seconds(10);
  std::vector<TableSpec> tables;
  bool operator==(const DatabaseSpec&) const = default;
};

enum class Eviction { noeviction, allkeys_lru };
enum class AppendOnly { no, everysec, always };

// After so much time with at least so many changes a snapshot is saved.
struct SavePoint {
  world::Duration after{};
  std::uint64_t changes = 0;
  bool operator==(const SavePoint&) const = default;
};

struct KeyValueSpec {
  std::uint16_t port = 6379;
  std::string password;          // empty: none is asked for
  std::uint64_t memory_max = 0;  // bytes; 0: no limit
  Eviction eviction = Eviction::noeviction;
  AppendOnly append_only = AppendOnly::no;
  std::vector<SavePoint> save{
      {std::chrono::seconds(900), 1}, {std::chrono::seconds(300), 10}, {std::chrono::seconds(60), 10'000}};
  world::Duration idle_timeout{};  // 0: none
  std::uint64_t clients_max = 10'000;
  std::string replica_of;  // the member that it copies; empty: it leads
  bool operator==(const KeyValueSpec&) const = default;
};

}  // namespace checkride::harness
