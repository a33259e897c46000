// How one talks to a database of a scenario: a JSON object a line, asked and answered in order.
//
//   {"do": "insert", "table": "airports", "rows": [{"iata": "SEA"}]}       -> {"ok": true, "rows": 1}
//   {"do": "find", "table": "airports", "where": {"iata": "SEA"}}          -> {"ok": true, "rows": [{"iata": "SEA"}]}
//   {"do": "update", "table": ..., "where": ..., "set": {...}}             -> {"ok": true, "rows": 1}
//   {"do": "explain", ...as find}                                          -> {"ok": true, "index": ["iata"],
//   "rows_looked_at": 1}
//   {"do": "batch", "requests": [...]}                                     -> {"ok": true, "answers": [...]}: one round
//   trip
//   {"do": "dump"}, {"do": "restore", "dump": {...}}, {"do": "stats"}, {"do": "auth", "password": ...}
//   what is refused: {"ok": false, "error": "duplicate: airports has a row with that iata already"}
//
// Members of a replica set say "vote" and "append" to each other in the same way.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/result/result.hpp"
#include "services/stores/replica_set.hpp"

namespace checkride::harness::stores {

inline constexpr std::size_t kTalkLineBytesMax = 16 * 1024 * 1024;

// Lines out of bytes. Total over any bytes.
class TalkReader {
 public:
  void feed(std::string_view bytes);
  // The next line as an object; nothing until it is whole. Errors (invalid): a line that is too long, or no JSON
  // object; after one there is nothing but it.
  Result<std::optional<boost::json::object>> next();

 private:
  std::string pending_;
  std::size_t begin_ = 0;
  std::size_t searched_ = 0;  // behind `begin_`, without a line end
  std::optional<Error> error_;
};

// With the newline at the end.
std::string encode_line(const boost::json::object& object);
boost::json::object refusal(std::string_view error);
// What stands under "error" of an answer; nothing if it is none.
std::optional<std::string> error_in(const boost::json::object& answer);

// ---- between members of a set. Reading gives errors (invalid) that name the key.
boost::json::object to_json(const VoteRequest& request);
boost::json::object to_json(const VoteAnswer& answer);
// `entries`: the changes of the request's entries, encoded; as many as it has terms.
boost::json::object to_json(const AppendRequest& request, const std::vector<std::string>& entries);
boost::json::object to_json(const AppendAnswer& answer);
Result<VoteRequest> read_vote_request(const boost::json::object& object);
Result<VoteAnswer> read_vote_answer(const boost::json::object& object);
Result<AppendRequest> read_append_request(const boost::json::object& object, std::vector<std::string>* entries);
Result<AppendAnswer> read_append_answer(const boost::json::object& object);

// ---- fields of requests
Result<std::string> read_text(const boost::json::object& object, std::string_view key);
Result<std::uint64_t> read_whole(const boost::json::object& object, std::string_view key);

}  // namespace checkride::harness::stores
