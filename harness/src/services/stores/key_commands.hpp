// What the commands of a key-value store do to its keys: a request in, an answer out, and what of it must be
// remembered.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/stores/key_space.hpp"
#include "services/stores/resp.hpp"

namespace checkride::harness::stores {

struct Executed {
  resp::Value answer;
  // Commands that bring another key space to the same state, whenever they are executed there: absolute values and
  // times.
  std::vector<resp::Request> effects;
};

// In capitals, as commands are compared.
std::string upper(std::string_view word);
// "ERR wrong number of arguments for 'get' command".
resp::Value wrong_number_of_arguments(const resp::Request& request);
// The whole of `text` as a number.
std::optional<std::int64_t> whole_number(std::string_view text);

// Whether the command changes keys, whatever its arguments.
bool writes(std::string_view command);
// GET SET MGET DEL EXISTS EXPIRE PEXPIRE TTL PTTL INCR INCRBY DBSIZE FLUSHALL. Nothing: it is none of these. A request
// has at least its command.
std::optional<Executed> execute(KeySpace& keys, const resp::Request& request, world::UtcTime now);

// The command that makes this item.
resp::Request set_command(const std::string& key, const KeySpace::Item& item);

}  // namespace checkride::harness::stores
