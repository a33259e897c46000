// The tables of a database: rows as JSON objects, unique and other indexes, expiry, and the plan of every look-up.
//
// Writing is in two steps, so that what is written can be kept before it is done: insert(), update() and restore()
// check and say what would change; apply() does it.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "checkride/harness/store_specs.hpp"
#include "checkride/result/result.hpp"
#include "checkride/world/time.hpp"

namespace checkride::harness::stores {

struct Row {
  std::string table;
  std::uint64_t id = 0;  // of the whole database, never used again
  world::UtcTime inserted;
  boost::json::object columns;
};

// What a write does: rows that take the place of those with their ids, after everything else went if it `clears`.
struct Change {
  bool clears = false;
  std::vector<Row> rows;
};
std::string encode_change(const Change& change);
// Errors (invalid): it is no change. Total over any bytes.
Result<Change> decode_change(std::string_view text);

// A value as indexes compare it. Absent columns, and values that are lists or objects, are nothing.
struct Top {  // above everything
  auto operator<=>(const Top&) const = default;
};
using Cell = std::variant<std::monostate, bool, double, std::string, Top>;
using Key = std::vector<Cell>;

struct Condition {
  std::string column;
  std::optional<Cell> equal;
  std::optional<Cell> from;  // both included
  std::optional<Cell> to;
  std::vector<std::string> words;  // all of them are in the text
};

struct Query {
  std::string table;
  std::vector<Condition> where;  // all of them
  std::string newest;            // the column by which the greatest come first; empty: in the order of insertion
  std::uint64_t limit = 0;       // 0: all
};
// {"table": "airports", "where": {"city": "Seattle", "elevation_ft": {"from": 100, "to": 500}, "name": {"words":
// "tacoma"}},
//  "newest": "opened", "limit": 10}. Errors (invalid) name the key.
Result<Query> read_query(const boost::json::object& request);

// How the rows were found.
struct Plan {
  Columns index;  // empty: all rows were looked at
  std::uint64_t rows_looked_at = 0;
};

struct Found {
  std::vector<const Row*> rows;  // valid until the next change
  Plan plan;
};

// Errors (invalid) begin with their word: "unknown_table: ...", "missing: ...", "duplicate: ...".
class Tables {
 public:
  explicit Tables(const std::vector<TableSpec>& specs);

  // All of the rows or none.
  Result<Change> insert(const std::string& table, const boost::json::array& rows, world::UtcTime now) const;
  Result<Change> update(const Query& which, const boost::json::object& set, world::UtcTime now) const;
  // `dump` is what dump() gave, of the same tables.
  Result<Change> restore(const boost::json::object& dump) const;
  void apply(const Change& change);

  Result<Found> find(const Query& query, world::UtcTime now) const;
  // Every row with its time and id, by table.
  boost::json::object dump(world::UtcTime now) const;
  // Removes what is over; how many.
  std::size_t expire(world::UtcTime now);
  void clear();

  // By table.
  std::map<std::string, std::size_t> sizes() const;

 private:
  struct Index {
    Columns columns;
    bool unique = false;
    bool words = false;
    std::map<Key, std::set<std::uint64_t>> rows;
  };
  struct Table {
    TableSpec spec;
    std::map<std::uint64_t, Row> rows;
    std::vector<Index> indexes;
    std::set<std::pair<world::UtcTime, std::uint64_t>> expiries;
  };
  struct Choice;

  static std::optional<world::UtcTime> end_of(const TableSpec& spec, const Row& row);
  static bool is_over(const TableSpec& spec, const Row& row, world::UtcTime now);
  static std::vector<Key> keys_of(const Index& index, const Row& row);
  static void put(Table& table, Row row);
  static void remove(Table& table, std::map<std::uint64_t, Row>::iterator row);
  // Whether these rows may stand beside what is there and beside each other.
  static Result<> check(const Table& table, const std::vector<Row>& rows, world::UtcTime now);
  static Result<> check_required(const Table& table, const Row& row);
  static Choice choose(const Table& table, const Query& query);
  static void look_along(const Table& table, const Choice& choice, const Query& query, world::UtcTime now,
                         Found* found);
  static void look_at_all(const Table& table, const Query& query, world::UtcTime now, Found* found);
  Result<const Table*> table(const std::string& name) const;

  std::map<std::string, Table> tables_;
  std::uint64_t last_id_ = 0;
};

}  // namespace checkride::harness::stores
