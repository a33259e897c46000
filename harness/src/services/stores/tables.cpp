#include "services/stores/tables.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <utility>

#include "services/stores/cells.hpp"

namespace checkride::harness::stores {

namespace json = boost::json;

namespace {

bool lacks_a_column(const Key& key) {
  return std::find(key.begin(), key.end(), Cell()) != key.end();
}

}  // namespace

Tables::Tables(const std::vector<TableSpec>& specs) {
  for (const TableSpec& spec : specs) {
    Table table{spec, {}, {}, {}};
    for (const Columns& columns : spec.unique) table.indexes.push_back({columns, true, false, {}});
    for (Columns columns : spec.indexes) {
      const bool words = columns.size() == 1 && columns.front().ends_with(kWordsSuffix);
      if (words) columns.front().resize(columns.front().size() - kWordsSuffix.size());
      table.indexes.push_back({std::move(columns), false, words, {}});
    }
    tables_.emplace(spec.name, std::move(table));
  }
}

Result<const Tables::Table*> Tables::table(const std::string& name) const {
  const auto found = tables_.find(name);
  if (found == tables_.end()) return Error::invalid(fmt::format("unknown_table: there is no table \"{}\"", name));
  return &found->second;
}

Result<Change> Tables::insert(const std::string& name, const json::array& rows, world::UtcTime now) const {
  TRY(const Table* table, this->table(name));
  Change change;
  std::uint64_t id = last_id_;
  for (const json::value& row : rows) {
    if (!row.is_object()) return Error::invalid("malformed: a row is an object");
    change.rows.push_back({name, ++id, now, row.get_object()});
  }
  TRY_VOID(check(*table, change.rows, now));
  return change;
}

Result<Change> Tables::update(const Query& which, const json::object& set, world::UtcTime now) const {
  TRY(const Table* table, this->table(which.table));
  TRY(const Found found, find(which, now));
  Change change;
  for (const Row* row : found.rows) {
    Row changed = *row;
    for (const auto& [column, value] : set) changed.columns[column] = value;
    change.rows.push_back(std::move(changed));
  }
  TRY_VOID(check(*table, change.rows, now));
  return change;
}

Result<Change> Tables::restore(const json::object& dump) const {
  TRY(Change change, decode_change(json::serialize(dump)));
  if (!change.clears) return Error::invalid("malformed: this is no dump");
  std::map<std::string, std::vector<Row>> by_table;
  for (const Row& row : change.rows) by_table[row.table].push_back(row);
  for (const auto& [name, rows] : by_table) {
    TRY(const Table* table, this->table(name));
    Table empty{table->spec, {}, {}, {}};
    for (const Index& index : table->indexes) empty.indexes.push_back({index.columns, index.unique, index.words, {}});
    TRY_VOID(check(empty, rows, world::UtcTime::min()));
  }
  return change;
}

Result<> Tables::check_required(const Table& table, const Row& row) {
  for (const std::string& column : table.spec.required) {
    const json::value* value = row.columns.if_contains(column);
    if (value == nullptr || value->is_null()) {
      return Error::invalid(fmt::format("missing: {} needs {}", table.spec.name, column));
    }
  }
  const std::string& at = table.spec.expire_at;
  if (!at.empty() && row.columns.contains(at) && !end_of(table.spec, row)) {
    return Error::invalid(fmt::format("malformed: {} of {} is a time like 2026-01-05T08:00:00Z", at, table.spec.name));
  }
  return {};
}

Result<> Tables::check(const Table& table, const std::vector<Row>& rows, world::UtcTime now) {
  std::set<std::uint64_t> replaced;
  for (const Row& row : rows) replaced.insert(row.id);
  for (const Row& row : rows) TRY_VOID(check_required(table, row));
  for (const Index& index : table.indexes) {
    if (!index.unique) continue;
    std::set<Key> here;
    for (const Row& row : rows) {
      for (const Key& key : keys_of(index, row)) {
        if (lacks_a_column(key)) continue;  // then the rule says nothing about the row
        const auto there = index.rows.find(key);
        const bool taken =
            there != index.rows.end() && std::any_of(there->second.begin(), there->second.end(), [&](std::uint64_t id) {
              return !replaced.contains(id) && !is_over(table.spec, table.rows.at(id), now);
            });
        if (taken || !here.insert(key).second) {
          return Error::invalid(fmt::format("duplicate: {} has a row with that {} already", table.spec.name,
                                            fmt::join(index.columns, ", ")));
        }
      }
    }
  }
  return {};
}

void Tables::apply(const Change& change) {
  if (change.clears) clear();
  for (const Row& row : change.rows) {
    last_id_ = std::max(last_id_, row.id);
    if (const auto found = tables_.find(row.table); found != tables_.end()) put(found->second, row);
  }
}

void Tables::clear() {
  for (auto& [name, table] : tables_) {
    table.rows.clear();
    table.expiries.clear();
    for (Index& index : table.indexes) index.rows.clear();
  }
}

std::size_t Tables::expire(world::UtcTime now) {
  std::size_t removed = 0;
  for (auto& [name, table] : tables_) {
    while (!table.expiries.empty() && table.expiries.begin()->first <= now) {
      remove(table, table.rows.find(table.expiries.begin()->second));
      ++removed;
    }
  }
  return removed;
}

json::object Tables::dump(world::UtcTime now) const {
  Change change;
  change.clears = true;
  for (const auto& [name, table] : tables_) {
    for (const auto& [id, row] : table.rows) {
      if (!is_over(table.spec, row, now)) change.rows.push_back(row);
    }
  }
  return to_json(change);
}

std::map<std::string, std::size_t> Tables::sizes() const {
  std::map<std::string, std::size_t> sizes;
  for (const auto& [name, table] : tables_) sizes[name] = table.rows.size();
  return sizes;
}

std::optional<world::UtcTime> Tables::end_of(const TableSpec& spec, const Row& row) {
  if (!spec.expire_at.empty()) {
    const json::value* at = row.columns.if_contains(spec.expire_at);
    if (at != nullptr && at->is_string()) return world::parse_rfc3339(std::string_view(at->get_string()));
  }
  const bool ends = spec.expire_after && row.inserted <= world::UtcTime::max() - *spec.expire_after;
  return ends ? std::optional(row.inserted + *spec.expire_after) : std::nullopt;
}

bool Tables::is_over(const TableSpec& spec, const Row& row, world::UtcTime now) {
  const auto end = end_of(spec, row);
  return end && *end <= now;
}

std::vector<Key> Tables::keys_of(const Index& index, const Row& row) {
  std::vector<Key> keys;
  if (index.words) {
    for (std::string& word : words_in(cell_of(row, index.columns.front()))) keys.push_back(Key{std::move(word)});
    return keys;
  }
  Key key;
  for (const std::string& column : index.columns) key.push_back(cell_of(row, column));
  keys.push_back(std::move(key));
  return keys;
}

void Tables::put(Table& table, Row row) {
  if (const auto there = table.rows.find(row.id); there != table.rows.end()) remove(table, there);
  for (Index& index : table.indexes) {
    for (const Key& key : keys_of(index, row)) index.rows[key].insert(row.id);
  }
  if (const auto end = end_of(table.spec, row)) table.expiries.emplace(*end, row.id);
  table.rows.emplace(row.id, std::move(row));
}

void Tables::remove(Table& table, std::map<std::uint64_t, Row>::iterator row) {
  for (Index& index : table.indexes) {
    for (const Key& key : keys_of(index, row->second)) {
      const auto entry = index.rows.find(key);
      entry->second.erase(row->first);
      if (entry->second.empty()) index.rows.erase(entry);
    }
  }
  if (const auto end = end_of(table.spec, row->second)) table.expiries.erase({*end, row->first});
  table.rows.erase(row);
}

}  // namespace checkride::harness::stores
