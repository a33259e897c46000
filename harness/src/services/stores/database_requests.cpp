// The requests of a database's clients: looking up, writing, and what is known of the database itself.
#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <utility>

#include "services/stores/database.hpp"

namespace checkride::harness::stores {

namespace {

namespace json = boost::json;

json::object ok() {
  json::object object;
  object["ok"] = true;
  return object;
}

json::object refused(const Error& error) {
  return refusal(error.detail().empty() ? error.message() : error.detail());
}

// The name under "table"; empty if there is none.
std::string table_of(const json::object& request) {
  const json::value* table = request.if_contains("table");
  return table == nullptr || !table->is_string() ? "" : std::string(std::string_view(table->get_string()));
}

Result<const json::object*> read_object(const json::object& request, std::string_view key) {
  const json::value* value = request.if_contains(key);
  if (value == nullptr || !value->is_object()) {
    return Error::invalid(fmt::format("malformed: {} is an object", key));
  }
  return &value->get_object();
}

Result<const json::array*> read_list(const json::object& request, std::string_view key) {
  const json::value* value = request.if_contains(key);
  if (value == nullptr || !value->is_array()) return Error::invalid(fmt::format("malformed: {} is a list", key));
  return &value->get_array();
}

}  // namespace

world::Task<json::object> Database::answer(Client& client, json::object request) {
  ++round_trips_;
  const auto what = read_text(request, "do");
  if (!what) co_return refused(what.error());
  if (*what == "auth") co_return authenticate(client, request);
  if (!client.trusted) co_return refusal("denied: this database wants a password first");
  client.is_member = client.is_member || *what == "vote" || *what == "append";
  if (*what == "vote") co_return on_vote(request);
  if (*what == "append") co_return on_append(request);
  co_await world_.clock().sleep_for(time_for(request));
  if (*what == "batch") co_return co_await answer_batch(std::move(request));
  json::array alone;
  alone.push_back(std::move(request));
  json::object batch;
  batch["requests"] = std::move(alone);
  const json::object answered = co_await answer_batch(std::move(batch));
  const json::value* answers = answered.if_contains("answers");
  if (answers == nullptr) co_return answered;
  co_return answers->get_array().front().get_object();
}

// All of it in one entry of the log: what one request of it wrote, the next one sees, and all is acknowledged together.
world::Task<json::object> Database::answer_batch(json::object request) {
  const auto list = read_list(request, "requests");
  if (!list) co_return refused(list.error());
  apply_due();
  tables_.expire(world_.clock().utc_now());
  Change changes;
  json::array answers;
  for (const json::value& one : **list) {
    ++requests_;
    Outcome outcome =
        one.is_object() ? run(one.get_object()) : Outcome{refusal("malformed: a request is an object"), {}};
    answers.push_back(std::move(outcome.answer));
    if (!outcome.change) continue;
    tables_.apply(*outcome.change);
    if (outcome.change->clears) changes = Change{true, {}};
    for (Row& row : outcome.change->rows) changes.rows.push_back(std::move(row));
  }
  json::object answered = ok();
  answered["answers"] = std::move(answers);
  if (!changes.clears && changes.rows.empty()) co_return answered;
  if (const auto appended = append(changes); !appended) {
    co_return refusal("disk: " + appended.error().message());
  }
  const LogEnd entry = log_end();
  const bool is_safe = co_await safe(entry);
  if (is_safe) co_return answered;
  co_return refusal("unsafe: not enough members of the set have it, and it may get lost");
}

world::Duration Database::time_for(const json::object& request) const {
  const ServiceFaultValue* slow = faults_.find("slow_query");
  const bool is_slow = slow != nullptr && (slow->table.empty() || slow->table == table_of(request));
  return spec_.latency + faults_.slowness() + (is_slow ? slow->latency : world::Duration::zero());
}

Database::Outcome Database::run(const json::object& request) {
  const auto what = read_text(request, "do");
  auto outcome = what ? run_do(*what, request) : Result<Outcome>(what.error());
  if (!outcome) return {refused(outcome.error()), {}};
  return std::move(*outcome);
}

Result<Database::Outcome> Database::run_do(const std::string& what, const json::object& request) {
  if (!set_->holds_data() && what != "stats")
    return Error::invalid("witness: this member only votes, it holds no data");
  if (what == "find" || what == "explain") return run_find(request, what == "explain");
  if (what == "insert" || what == "update" || what == "restore") return run_write(what, request);
  if (what == "stats") return Outcome{stats(), {}};
  if (what == "dump") {
    json::object answer = ok();
    answer["dump"] = tables_.dump(world_.clock().utc_now());
    return Outcome{std::move(answer), {}};
  }
  return Error::invalid("malformed: do is insert, find, update, explain, batch, dump, restore, stats or auth");
}

Result<Database::Outcome> Database::run_find(const json::object& request, bool explains) {
  TRY(const Query query, read_query(request));
  TRY(const Found found, tables_.find(query, world_.clock().utc_now()));
  json::object answer = ok();
  json::array list;
  if (explains) {
    for (const std::string& column : found.plan.index) list.push_back(json::value(column));
    answer["index"] = std::move(list);
    answer["rows_looked_at"] = found.plan.rows_looked_at;
  } else {
    for (const Row* row : found.rows) list.push_back(row->columns);
    answer["rows"] = std::move(list);
  }
  return Outcome{std::move(answer), {}};
}

Result<Database::Outcome> Database::run_write(const std::string& what, const json::object& request) {
  if (const auto why = unwritable()) return *why;
  const world::UtcTime now = world_.clock().utc_now();
  Change change;
  if (what == "insert") {
    TRY(const json::array* rows, read_list(request, "rows"));
    TRY(change, tables_.insert(table_of(request), *rows, now));
  } else if (what == "update") {
    TRY(const Query which, read_query(request));
    TRY(const json::object* set, read_object(request, "set"));
    TRY(change, tables_.update(which, *set, now));
  } else {
    TRY(const json::object* dump, read_object(request, "dump"));
    TRY(change, tables_.restore(*dump));
  }
  json::object answer = ok();
  answer["rows"] = change.rows.size();
  return Outcome{std::move(answer), std::move(change)};
}

json::object Database::authenticate(Client& client, const json::object& request) const {
  const auto password = read_text(request, "password");
  const bool right = password && (spec_.password.empty() || *password == spec_.password);
  client.trusted = client.trusted || right;
  return right ? ok() : refusal("denied: wrong password");
}

std::optional<Error> Database::unwritable() const {
  if (faults_.has("read_only")) return Error::invalid("read_only: this database takes no changes");
  if (set_->leads()) return std::nullopt;
  return Error::invalid(
      fmt::format("not_leader: {}", set_->leader().empty() ? "nobody leads at present" : "ask " + set_->leader()));
}

json::object Database::stats() const {
  const world::Instant now = world_.clock().now();
  world::Duration oldest{};
  for (const auto& [id, client] : clients_) {
    if (!client->is_member) oldest = std::max(oldest, now - client->since);
  }
  json::object rows;
  for (const auto& [table, size] : tables_.sizes()) rows[table] = size;
  json::object answer = ok();
  answer["role"] = set_->leads() ? "leader" : set_->holds_data() ? "replica" : "witness";
  answer["leader"] = set_->leader();
  answer["connections"] = connections();
  answer["connections_max"] = spec_.connections_max;
  answer["connections_most"] = most_connections_;
  answer["oldest_connection_s"] = world::to_seconds(oldest);
  answer["round_trips"] = round_trips_;
  answer["requests"] = requests_;
  answer["entries"] = entries_.size();
  answer["safe_entries"] = set_->committed();
  answer["rows"] = std::move(rows);
  return answer;
}

}  // namespace checkride::harness::stores
