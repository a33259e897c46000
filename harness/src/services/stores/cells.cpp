#include "services/stores/cells.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <set>
#include <utility>

namespace checkride::harness::stores {

namespace {

namespace json = boost::json;

// Far from where counting further would overflow.
constexpr std::int64_t kIdMax = 1'000'000'000'000'000;

Error malformed(std::string_view what) {
  return Error::invalid(fmt::format("malformed: {}", what));
}

bool is_word_part(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

std::string text_of(const json::value& value) {
  return std::string(std::string_view(value.get_string()));
}

bool holds(const Row& row, const Condition& condition) {
  const Cell cell = cell_of(row, condition.column);
  if (condition.equal && cell != *condition.equal) return false;
  if ((condition.from || condition.to) && cell == Cell()) return false;
  if (condition.from && cell < *condition.from) return false;
  if (condition.to && *condition.to < cell) return false;
  if (condition.words.empty()) return true;
  const std::vector<std::string> words = words_in(cell);
  return std::includes(words.begin(), words.end(), condition.words.begin(), condition.words.end());
}

Result<Condition> read_condition(std::string_view column, const json::value& value) {
  Condition condition;
  condition.column = std::string(column);
  if (!value.is_object()) {
    condition.equal = to_cell(value);
    return condition;
  }
  for (const auto& [key, bound] : value.get_object()) {
    if (key == "from") {
      condition.from = to_cell(bound);
    } else if (key == "to") {
      condition.to = to_cell(bound);
    } else if (key == "words") {
      condition.words = words_in(to_cell(bound));
      if (condition.words.empty()) return malformed(fmt::format("words of {} is a text with words", column));
    } else {
      return malformed(fmt::format("a condition of {} is a value, or has from, to or words", column));
    }
  }
  if (!condition.from && !condition.to && condition.words.empty()) {
    return malformed(fmt::format("the condition of {} says nothing", column));
  }
  return condition;
}

// Reading a change: the first thing that is wrong ends it.
Result<std::int64_t> whole(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  boost::system::error_code error;
  const auto number = value == nullptr ? 0 : value->to_number<std::int64_t>(error);
  if (value == nullptr || error || number < 0) return malformed(fmt::format("{} is a whole number", key));
  return number;
}

Result<Row> read_row(const json::value& value) {
  const json::object* object = value.if_object();
  const json::value* table = object == nullptr ? nullptr : object->if_contains("table");
  const json::value* columns = object == nullptr ? nullptr : object->if_contains("columns");
  if (table == nullptr || !table->is_string()) return malformed("a row has the name of its table");
  if (columns == nullptr || !columns->is_object()) return malformed("a row has columns");
  TRY(const std::int64_t id, whole(*object, "id"));
  if (id > kIdMax) return malformed(fmt::format("an id is at most {}", kIdMax));
  TRY(const std::int64_t inserted, whole(*object, "inserted_ns"));
  return Row{text_of(*table), static_cast<std::uint64_t>(id), world::UtcTime(world::Duration(inserted)),
             columns->get_object()};
}

}  // namespace

Cell to_cell(const json::value& value) {
  if (value.is_bool()) return Cell(value.get_bool());
  if (value.is_string()) return Cell(text_of(value));
  if (value.is_number()) return Cell(value.to_number<double>());
  return Cell();
}

Cell cell_of(const Row& row, std::string_view column) {
  const json::value* value = row.columns.if_contains(column);
  return value == nullptr ? Cell() : to_cell(*value);
}

std::vector<std::string> words_in(const Cell& cell) {
  const std::string* text = std::get_if<std::string>(&cell);
  if (text == nullptr) return {};
  std::set<std::string> words;
  std::string word;
  for (char c : *text + " ") {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (is_word_part(c)) {
      word += c;
    } else if (!word.empty()) {
      words.insert(std::exchange(word, {}));
    }
  }
  return {words.begin(), words.end()};
}

bool matches(const Row& row, const std::vector<Condition>& where) {
  return std::all_of(where.begin(), where.end(), [&row](const Condition& condition) { return holds(row, condition); });
}

json::object to_json(const Change& change) {
  json::array rows;
  for (const Row& row : change.rows) {
    json::object one;
    one["table"] = row.table;
    one["id"] = row.id;
    one["inserted_ns"] = row.inserted.time_since_epoch().count();
    one["columns"] = row.columns;
    rows.push_back(std::move(one));
  }
  json::object object;
  object["clears"] = change.clears;
  object["rows"] = std::move(rows);
  return object;
}

std::string encode_change(const Change& change) {
  return json::serialize(to_json(change));
}

Result<Change> decode_change(std::string_view text) {
  boost::system::error_code error;
  const json::value value = json::parse(json::string_view(text.data(), text.size()), error);
  const json::object* object = error ? nullptr : value.if_object();
  const json::value* clears = object == nullptr ? nullptr : object->if_contains("clears");
  const json::value* rows = object == nullptr ? nullptr : object->if_contains("rows");
  if (clears == nullptr || !clears->is_bool() || rows == nullptr || !rows->is_array()) {
    return malformed("a change has clears and rows");
  }
  Change change;
  change.clears = clears->get_bool();
  for (const json::value& one : rows->get_array()) {
    TRY(Row row, read_row(one));
    change.rows.push_back(std::move(row));
  }
  return change;
}

Result<Query> read_query(const json::object& request) {
  Query query;
  const json::value* table = request.if_contains("table");
  if (table == nullptr || !table->is_string()) return malformed("table is the name of one");
  query.table = text_of(*table);
  if (const json::value* where = request.if_contains("where")) {
    if (!where->is_object()) return malformed("where is an object of columns");
    for (const auto& [column, value] : where->get_object()) {
      TRY(Condition condition, read_condition(column, value));
      query.where.push_back(std::move(condition));
    }
  }
  if (const json::value* newest = request.if_contains("newest")) {
    if (!newest->is_string()) return malformed("newest is the name of a column");
    query.newest = text_of(*newest);
  }
  if (request.contains("limit")) {
    TRY(const std::int64_t limit, whole(request, "limit"));
    query.limit = static_cast<std::uint64_t>(limit);
  }
  return query;
}

}  // namespace checkride::harness::stores
