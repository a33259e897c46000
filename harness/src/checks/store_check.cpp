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

json::object find_request(const StoreCheck& check) {
  json::object request;
  request["do"] = "find";
  request["table"] = check.table;
  request["where"] = json::parse(check.where_json);
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

Seen judge_role(const StoreCheck& check, const json::object& answer) {
  Seen seen = begin_comparing();
  const std::string role = text_in(answer, "role");
  for (const Compared& one : check.role) compare(seen, one, role);
  seen.text = "it is " + role;
  return seen;
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
    if (check_.table.empty()) return check_.of + " as a member of its set" + text_of(check_.role);
    const std::string where = check_.where_json == "{}" ? "" : " where " + check_.where_json;
    return fmt::format("{} of {}{}{}{}", check_.table, check_.of, where, text_of(check_.count), text_of(check_.rows));
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
    co_return check_.table.empty() ? judge_role(check_, *answer) : judge_rows(check_, *answer);
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

void read_rows(values::MapReader& map, StoreCheck& check) {
  map.optional("table", &check.table);
  if (const auto where = map.node("where")) {
    check.where_json.clear();
    values::append_json(check.where_json, *where);
    if (!where->is_map() && !map.described()) map.error("where", "expected columns with their values: {iata: SEA}");
  }
  read_compared(map, "count", Domain::count, check.count);
  read_pointers(map, "rows", check.rows);
  read_compared(map, "role", Domain::text, check.role);
  if (map.described()) return;
  if (map.has("role") == map.has("table")) {
    map.error("table", "give table with count or rows, or role alone");
  } else if (map.has("table") && !map.has("count") && !map.has("rows")) {
    map.error("table", "nothing is expected of the rows: give count or rows");
  } else if (map.has("role") && (map.has("where") || map.has("count") || map.has("rows"))) {
    map.error("role", "rows are those of a table: give table in a check of its own");
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
  for (const char* key : {"key", "exists", "value", "ttl", "table", "where", "count", "rows", "role"}) {
    const bool is_known = is_clear && (kind == MemberKind::key_value || kind == MemberKind::database);
    if (!is_known && !map.described()) map.ignore(key);
  }
  return make_check(std::move(check));
}

}  // namespace checkride::harness
