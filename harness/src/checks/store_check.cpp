#include "checks/store_check.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <utility>

#include "checks/answers.hpp"
#include "checks/sight.hpp"

namespace checkride::harness {

namespace {

namespace json = boost::json;

// The values of the check's answers, in the order of requests_for().
Seen judge_key(const StoreCheck& check, const std::vector<resp::Value>& answers) {
  Seen seen = begin_comparing();
  const bool is_there = answers.at(0).number != 0;
  seen.known = is_there || !check.exists;
  seen.holds = is_there == check.exists;
  seen.text = is_there ? "the key is there" : "there is no such key";
  if (!is_there || !check.exists) return seen;
  std::size_t next = 1;
  for (const Compared& one : check.value) compare(seen, one, answers.at(next++).text);
  for (const Compared& one : check.ttl) {
    const std::int64_t left_ms = answers.at(next++).number;
    compare(seen, one, left_ms < 0 ? Value() : Value(static_cast<double>(left_ms) / 1000));
  }
  return seen;
}

// One round trip, so that all answers are of one moment.
std::vector<resp::Request> requests_for(const StoreCheck& check) {
  std::vector<resp::Request> requests{{"EXISTS", check.key}};
  if (!check.value.empty()) requests.push_back({"GET", check.key});
  if (!check.ttl.empty()) requests.push_back({"PTTL", check.key});
  return requests;
}

bool asks_for_way(const StoreCheck& check) {
  return !check.index.empty() || !check.looked_at.empty();
}

json::object find_request(const StoreCheck& check) {
  json::object request;
  request["do"] = asks_for_way(check) ? "explain" : "find";
  request["table"] = check.table;
  request["where"] = json::parse(check.where_json);
  if (!check.newest.empty()) {
    request["newest"] = check.newest;
    request["limit"] = 1;
  }
  return request;
}

Seen judge_rows(const StoreCheck& check, const json::object& answer) {
  Seen seen = begin_comparing();
  const json::value* found = answer.if_contains("rows");
  const json::array rows = found != nullptr && found->is_array() ? found->get_array() : json::array();
  for (const Compared& one : check.count) compare(seen, one, static_cast<double>(rows.size()));
  const std::string text = json::serialize(rows);
  seen.known = compare_pointers(seen, check.rows, text);
  seen.text = counted(rows.size(), "row") + (check.rows.empty() ? "" : ": " + brief(text));
  return seen;
}

std::size_t number_in(const json::object& answer, std::string_view name) {
  const json::value* value = answer.if_contains(name);
  return value == nullptr || !value->is_number() ? 0 : value->to_number<std::size_t>();
}

Seen judge_way(const StoreCheck& check, const json::object& answer) {
  Seen seen = begin_comparing();
  std::string index;
  const json::value* columns = answer.if_contains("index");
  const json::array named = columns != nullptr && columns->is_array() ? columns->get_array() : json::array();
  for (const json::value& column : named) {
    index += (index.empty() ? "" : ", ") + std::string(std::string_view(column.as_string()));
  }
  const std::size_t looked_at = number_in(answer, "rows_looked_at");
  for (const Compared& one : check.index) compare(seen, one, index);
  for (const Compared& one : check.looked_at) compare(seen, one, static_cast<double>(looked_at));
  seen.text =
      (index.empty() ? "no index" : "by the index of " + index) + ", " + counted(looked_at, "row") + " looked at";
  return seen;
}

Seen judge_stats(const StoreCheck& check, const json::object& answer) {
  Seen seen = begin_comparing();
  const std::string role = text_in(answer, "role");
  const std::size_t connections = number_in(answer, "connections");
  for (const Compared& one : check.role) compare(seen, one, role);
  for (const Compared& one : check.connections) compare(seen, one, static_cast<double>(connections));
  seen.text = "it is " + role;
  if (!check.connections.empty()) seen.text += ", with " + counted(connections, "connection");
  return seen;
}

Seen judge_database(const StoreCheck& check, const json::object& answer) {
  if (check.table.empty()) return judge_stats(check, answer);
  return asks_for_way(check) ? judge_way(check, answer) : judge_rows(check, answer);
}

std::string text_of_database(const StoreCheck& check) {
  if (check.table.empty()) {
    return check.of + " as a member of its set" + text_of(check.role) + text_of(check.connections);
  }
  const std::string where = check.where_json == "{}" ? "" : " where " + check.where_json;
  const std::string newest = check.newest.empty() ? "" : " newest by " + check.newest;
  return fmt::format("{} of {}{}{}{}{}{}{}", check.table, check.of, where, newest, text_of(check.count),
                     text_of(check.rows), text_of(check.index), text_of(check.looked_at));
}

class StoreKind final : public CheckKind {
 public:
  explicit StoreKind(StoreCheck check) : check_(std::move(check)) {}

  std::string text() const override {
    if (!check_.key.empty()) {
      const char* what = check_.exists ? "has" : "has not";
      return fmt::format("{} {} the key {}{}{}", check_.of, what, check_.key, text_of(check_.value),
                         text_of(check_.ttl));
    }
    return text_of_database(check_);
  }
  std::vector<std::string> members() const override { return {check_.of}; }
  Traits traits() const override {
    Traits traits;
    traits.needs_up = true;
    return traits;
  }
  world::Task<Seen> see(Sight& sight) const override {
    auto door = sight.store(check_.of);
    if (!door) co_return no_answer(door.error());
    if (!check_.key.empty()) {
      std::vector<resp::Request> requests = requests_for(check_);
      const auto answers = co_await stores::ask_keys(std::move(*door), std::move(requests));
      if (!answers) co_return no_answer(answers.error());
      co_return judge_key(check_, *answers);
    }
    json::object request;
    request["do"] = "stats";
    if (!check_.table.empty()) request = find_request(check_);
    const auto answer = co_await stores::ask_tables(std::move(*door), std::move(request));
    if (!answer) co_return no_answer(answer.error());
    co_return judge_database(check_, *answer);
  }

 private:
  StoreCheck check_;
};

void read_key(values::MapReader& map, StoreCheck& check) {
  map.optional("key", &check.key);
  map.optional("exists", &check.exists);
  read_compared(map, "value", Domain::text, check.value);
  read_compared(map, "ttl", Domain::duration, check.ttl);
  if (map.described()) return;
  if (check.key.empty()) map.error("key", "the key \"key\" is missing: the name that is looked up in the store");
  if (!check.exists && (map.has("value") || map.has("ttl"))) {
    map.error("exists", "what is not there has neither value nor ttl: take them out");
  }
}

void read_way(values::MapReader& map, StoreCheck& check) {
  map.optional("newest", &check.newest);
  read_compared(map, "index", Domain::text, check.index);
  read_compared(map, "looked_at", Domain::count, check.looked_at);
  if (map.described()) return;
  const bool asks = map.has("index") || map.has("looked_at");
  if (asks && (map.has("count") || map.has("rows"))) {
    map.error(map.has("index") ? "index" : "looked_at",
              "rows are looked at by a check of its own: take count and rows out");
  }
}

void read_rows(values::MapReader& map, StoreCheck& check) {
  map.optional("table", &check.table);
  if (const auto where = map.node("where")) {
    check.where_json.clear();
    values::append_json(check.where_json, *where);
    if (!where->is_map() && !map.described()) map.error("where", "expected columns with their values: {iata: SEA}");
  }
  read_compared(map, "count", Domain::count, check.count);
  read_pointers(map, "rows", check.rows);
  read_way(map, check);
  read_compared(map, "role", Domain::text, check.role);
  read_compared(map, "connections", Domain::count, check.connections);
  if (map.described()) return;
  const bool of_rows = map.has("count") || map.has("rows") || map.has("index") || map.has("looked_at");
  const bool of_itself = map.has("role") || map.has("connections");
  if (of_itself == map.has("table")) {
    map.error("table", "give table with count or rows, or role alone");
  } else if (map.has("table") && !of_rows) {
    map.error("table", "nothing is expected of the rows: give count or rows");
  } else if (of_itself && (map.has("where") || map.has("newest") || of_rows)) {
    map.error(map.has("role") ? "role" : "connections", "rows are those of a table: give table in a check of its own");
  }
}

}  // namespace

Check make_check(StoreCheck check) {
  return std::make_shared<StoreKind>(std::move(check));
}

Check read_store_check(values::MapReader& map, Reader& reader) {
  StoreCheck check;
  check.of = reader.member(map, "of", {MemberKind::database, MemberKind::key_value});
  const auto kind = reader.scenario.kind_of(check.of);
  const bool is_clear = !reader.unclear.contains(check.of);
  if (map.described() || (is_clear && kind == MemberKind::key_value)) read_key(map, check);
  if (map.described() || (is_clear && kind == MemberKind::database)) read_rows(map, check);
  // What a mistyped member hides is no second mistake.
  for (const char* key : {"key", "exists", "value", "ttl", "table", "where", "count", "rows", "newest", "index",
                          "looked_at", "role", "connections"}) {
    const bool is_known = is_clear && (kind == MemberKind::key_value || kind == MemberKind::database);
    if (!is_known && !map.described()) map.ignore(key);
  }
  return make_check(std::move(check));
}

}  // namespace checkride::harness
