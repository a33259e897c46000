#include "services/stores/key_commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

namespace checkride::harness::stores {

namespace {

using resp::Request;
using resp::Value;
using std::chrono::milliseconds;
using world::UtcTime;

// The year 2255; behind it a time in nanoseconds would overflow.
constexpr std::int64_t kMillisecondsMax = 9'000'000'000'000;

Value not_an_integer() {
  return Value::error("ERR value is not an integer or out of range");
}

Value syntax_error() {
  return Value::error("ERR syntax error");
}

std::int64_t since_epoch_ms(UtcTime time) {
  return std::chrono::duration_cast<milliseconds>(time.time_since_epoch()).count();
}

// `amount` of `unit_ms` from `base_ms` on; nothing beyond all reason.
std::optional<UtcTime> time_at(std::int64_t base_ms, std::int64_t amount, std::int64_t unit_ms) {
  if (amount > (kMillisecondsMax - base_ms) / unit_ms || amount < -kMillisecondsMax / unit_ms) return std::nullopt;
  return UtcTime(milliseconds(base_ms + amount * unit_ms));
}

// Puts the item and tells what must be remembered: what went for it, then the item itself.
std::optional<Error> put(KeySpace& keys, const std::string& key, KeySpace::Item item, Executed* done) {
  const Request effect = set_command(key, item);
  if (const auto set = keys.set(key, std::move(item)); !set) return set.error();
  if (std::vector<std::string> evicted = keys.take_evicted(); !evicted.empty()) {
    evicted.insert(evicted.begin(), "DEL");
    done->effects.push_back(std::move(evicted));
  }
  done->effects.push_back(effect);
  return std::nullopt;
}

Value out_of_memory() {
  return Value::error("OOM command not allowed when used memory > 'maxmemory'.");
}

Executed answer(Value value) {
  return {std::move(value), {}};
}

Executed run_get(KeySpace& keys, const Request& request, UtcTime now) {
  const auto* item = keys.use(request[1], now);
  return answer(item == nullptr ? Value() : Value::bulk(item->value));
}

Executed run_mget(KeySpace& keys, const Request& request, UtcTime now) {
  std::vector<Value> values;
  for (std::size_t i = 1; i < request.size(); ++i) {
    const auto* item = keys.use(request[i], now);
    values.push_back(item == nullptr ? Value() : Value::bulk(item->value));
  }
  return answer(Value::array(std::move(values)));
}

// What stands behind key and value of SET.
struct SetOptions {
  std::optional<UtcTime> expires;
  bool keep_time = false;
  bool only_new = false;
  bool only_there = false;
};

std::optional<Value> read_time(const std::string& word, const std::string& amount, UtcTime now, SetOptions* options) {
  const auto number = whole_number(amount);
  if (!number) return not_an_integer();
  const bool absolute = word.ends_with("AT");
  const auto expires = time_at(absolute ? 0 : since_epoch_ms(now), *number, word.starts_with('E') ? 1000 : 1);
  if (*number <= 0 || !expires) return Value::error("ERR invalid expire time in 'set' command");
  options->expires = expires;
  return std::nullopt;
}

std::optional<Value> read_options(const Request& request, UtcTime now, SetOptions* options) {
  for (std::size_t i = 3; i < request.size(); ++i) {
    const std::string word = upper(request[i]);
    if (word == "NX") {
      options->only_new = true;
    } else if (word == "XX") {
      options->only_there = true;
    } else if (word == "KEEPTTL") {
      options->keep_time = true;
    } else if ((word == "EX" || word == "PX" || word == "EXAT" || word == "PXAT") && i + 1 < request.size() &&
               !options->expires) {
      if (auto wrong = read_time(word, request[++i], now, options)) return wrong;
    } else {
      return syntax_error();
    }
  }
  const bool contradicts = (options->only_new && options->only_there) || (options->keep_time && options->expires);
  return contradicts ? std::optional(syntax_error()) : std::nullopt;
}

Executed run_set(KeySpace& keys, const Request& request, UtcTime now) {
  SetOptions options;
  if (auto wrong = read_options(request, now, &options)) return answer(std::move(*wrong));
  const bool looks = options.only_new || options.only_there || options.keep_time;
  const auto* there = looks ? keys.use(request[1], now) : nullptr;
  if ((options.only_new && there != nullptr) || (options.only_there && there == nullptr)) return answer(Value());
  if (options.keep_time && there != nullptr) options.expires = there->expires;
  Executed done = answer(Value::simple("OK"));
  if (put(keys, request[1], {request[2], options.expires}, &done)) return answer(out_of_memory());
  return done;
}

Executed run_del(KeySpace& keys, const Request& request, UtcTime) {
  Request removed{"DEL"};
  for (std::size_t i = 1; i < request.size(); ++i) {
    if (keys.erase(request[i])) removed.push_back(request[i]);
  }
  Executed done = answer(Value::integer(static_cast<std::int64_t>(removed.size() - 1)));
  if (removed.size() > 1) done.effects.push_back(std::move(removed));
  return done;
}

Executed run_exists(KeySpace& keys, const Request& request, UtcTime now) {
  std::int64_t there = 0;
  for (std::size_t i = 1; i < request.size(); ++i) there += keys.use(request[i], now) != nullptr;
  return answer(Value::integer(there));
}

Executed run_expire(KeySpace& keys, const Request& request, UtcTime now) {
  const auto amount = whole_number(request[2]);
  if (!amount) return answer(not_an_integer());
  const auto expires = time_at(since_epoch_ms(now), *amount, upper(request[0]) == "EXPIRE" ? 1000 : 1);
  if (!expires) return answer(Value::error("ERR invalid expire time in 'expire' command"));
  const auto* there = keys.use(request[1], now);
  if (there == nullptr) return answer(Value::integer(0));
  if (*expires <= now) {
    Executed done = run_del(keys, {"DEL", request[1]}, now);
    done.answer = Value::integer(1);
    return done;
  }
  Executed done = answer(Value::integer(1));
  if (put(keys, request[1], {there->value, expires}, &done)) return answer(out_of_memory());
  return done;
}

Executed run_ttl(KeySpace& keys, const Request& request, UtcTime now) {
  const auto* there = keys.use(request[1], now);
  if (there == nullptr) return answer(Value::integer(-2));
  if (!there->expires) return answer(Value::integer(-1));
  const std::int64_t left = since_epoch_ms(*there->expires) - since_epoch_ms(now);
  return answer(Value::integer(upper(request[0]) == "TTL" ? (left + 500) / 1000 : left));
}

Executed run_incr(KeySpace& keys, const Request& request, UtcTime now) {
  const auto by = request.size() > 2 ? whole_number(request[2]) : std::optional<std::int64_t>(1);
  const auto* there = keys.use(request[1], now);
  const auto number = there == nullptr ? std::optional<std::int64_t>(0) : whole_number(there->value);
  if (!by || !number) return answer(not_an_integer());
  using Limits = std::numeric_limits<std::int64_t>;
  if ((*by > 0 && *number > Limits::max() - *by) || (*by < 0 && *number < Limits::min() - *by)) {
    return answer(Value::error("ERR increment or decrement would overflow"));
  }
  KeySpace::Item item{std::to_string(*number + *by), there == nullptr ? std::nullopt : there->expires};
  Executed done = answer(Value::integer(*number + *by));
  if (put(keys, request[1], std::move(item), &done)) return answer(out_of_memory());
  return done;
}

Executed run_dbsize(KeySpace& keys, const Request&, UtcTime) {
  return answer(Value::integer(static_cast<std::int64_t>(keys.size())));
}

Executed run_flushall(KeySpace& keys, const Request&, UtcTime) {
  keys.clear();
  Executed done = answer(Value::simple("OK"));
  done.effects.push_back(Request{"FLUSHALL"});
  return done;
}

struct Command {
  std::string_view word;
  std::size_t words_min;  // the command among them
  std::size_t words_max;  // 0: any
  bool writes;
  Executed (*run)(KeySpace& keys, const Request& request, UtcTime now);
};

constexpr Command kCommands[] = {
    {"GET", 2, 2, false, run_get},         {"SET", 3, 0, true, run_set},        {"MGET", 2, 0, false, run_mget},
    {"DEL", 2, 0, true, run_del},          {"EXISTS", 2, 0, false, run_exists}, {"EXPIRE", 3, 3, true, run_expire},
    {"PEXPIRE", 3, 3, true, run_expire},   {"TTL", 2, 2, false, run_ttl},       {"PTTL", 2, 2, false, run_ttl},
    {"INCR", 2, 2, true, run_incr},        {"INCRBY", 3, 3, true, run_incr},    {"DBSIZE", 1, 1, false, run_dbsize},
    {"FLUSHALL", 1, 1, true, run_flushall}};

const Command* find(std::string_view word) {
  const auto* found = std::find_if(std::begin(kCommands), std::end(kCommands),
                                   [word](const Command& command) { return command.word == word; });
  return found == std::end(kCommands) ? nullptr : found;
}

}  // namespace

std::string upper(std::string_view word) {
  std::string text(word);
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

Value wrong_number_of_arguments(const Request& request) {
  std::string word = upper(request.front());
  for (char& c : word) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return Value::error(fmt::format("ERR wrong number of arguments for '{}' command", word));
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool writes(std::string_view command) {
  const Command* found = find(upper(command));
  return found != nullptr && found->writes;
}

std::optional<Executed> execute(KeySpace& keys, const Request& request, UtcTime now) {
  const Command* command = find(upper(request.front()));
  if (command == nullptr) return std::nullopt;
  if (request.size() < command->words_min || (command->words_max != 0 && request.size() > command->words_max)) {
    return answer(wrong_number_of_arguments(request));
  }
  keys.expire(now);
  return command->run(keys, request, now);
}

Request set_command(const std::string& key, const KeySpace::Item& item) {
  Request request{"SET", key, item.value};
  if (item.expires) {
    request.emplace_back("PXAT");
    request.push_back(std::to_string(std::max<std::int64_t>(1, since_epoch_ms(*item.expires))));
  }
  return request;
}

}  // namespace checkride::harness::stores
