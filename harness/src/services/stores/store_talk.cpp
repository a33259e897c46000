#include "services/stores/store_talk.hpp"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <utility>

namespace checkride::harness::stores {

namespace {

namespace json = boost::json;

Error malformed(std::string_view what) {
  return Error::invalid(fmt::format("malformed: {}", what));
}

Result<bool> read_bool(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  if (value == nullptr || !value->is_bool()) return malformed(fmt::format("{} is true or false", key));
  return value->get_bool();
}

Result<const json::array*> read_list(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  if (value == nullptr || !value->is_array()) return malformed(fmt::format("{} is a list", key));
  return &value->get_array();
}

json::object object_of(LogEnd end) {
  json::object object;
  object["term"] = end.term;
  object["index"] = end.index;
  return object;
}

Result<LogEnd> read_end(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  if (value == nullptr || !value->is_object()) return malformed(fmt::format("{} has term and index", key));
  TRY(const std::uint64_t term, read_whole(value->get_object(), "term"));
  TRY(const std::uint64_t index, read_whole(value->get_object(), "index"));
  return LogEnd{term, index};
}

}  // namespace

void TalkReader::feed(std::string_view bytes) {
  pending_.erase(0, std::exchange(begin_, 0));
  pending_ += bytes;
}

Result<std::optional<json::object>> TalkReader::next() {
  if (error_) return *error_;
  const auto end = pending_.find('\n', begin_ + searched_);
  const std::size_t length = (end == std::string::npos ? pending_.size() : end) - begin_;
  if (length > kTalkLineBytesMax) {
    error_ = malformed(fmt::format("a line of more than {} bytes", kTalkLineBytesMax));
    return *error_;
  }
  searched_ = end == std::string::npos ? length : 0;
  if (end == std::string::npos) return std::optional<json::object>();
  boost::system::error_code error;
  json::value value = json::parse(json::string_view(pending_.data() + begin_, length), error);
  begin_ = end + 1;
  if (error || !value.is_object()) {
    error_ = malformed("a request is a JSON object on a line of its own");
    return *error_;
  }
  return std::optional<json::object>(std::move(value.get_object()));
}

std::string encode_line(const json::object& object) {
  return json::serialize(object) + "\n";
}

json::object refusal(std::string_view error) {
  json::object object;
  object["ok"] = false;
  object["error"] = json::string_view(error.data(), error.size());
  return object;
}

std::optional<std::string> error_in(const json::object& answer) {
  const json::value* error = answer.if_contains("error");
  if (error == nullptr || !error->is_string()) return std::nullopt;
  return std::string(std::string_view(error->get_string()));
}

json::object to_json(const VoteRequest& request) {
  json::object object;
  object["do"] = "vote";
  object["term"] = request.term;
  object["candidate"] = request.candidate;
  object["end"] = object_of(request.end);
  return object;
}

json::object to_json(const VoteAnswer& answer) {
  json::object object;
  object["ok"] = true;
  object["term"] = answer.term;
  object["granted"] = answer.granted;
  return object;
}

json::object to_json(const AppendRequest& request, const std::vector<std::string>& entries) {
  json::array list;
  for (std::size_t i = 0; i < request.terms.size() && i < entries.size(); ++i) {
    json::object entry;
    entry["term"] = request.terms[i];
    entry["change"] = entries[i];
    list.push_back(std::move(entry));
  }
  json::object object;
  object["do"] = "append";
  object["term"] = request.term;
  object["leader"] = request.leader;
  object["previous"] = object_of(request.previous);
  object["entries"] = std::move(list);
  object["committed"] = request.committed;
  return object;
}

json::object to_json(const AppendAnswer& answer) {
  json::object object;
  object["ok"] = true;
  object["term"] = answer.term;
  object["matched"] = answer.matched;
  object["index"] = answer.index;
  return object;
}

Result<VoteRequest> read_vote_request(const json::object& object) {
  VoteRequest request;
  TRY(request.term, read_whole(object, "term"));
  TRY(request.candidate, read_text(object, "candidate"));
  TRY(request.end, read_end(object, "end"));
  return request;
}

Result<VoteAnswer> read_vote_answer(const json::object& object) {
  VoteAnswer answer;
  TRY(answer.term, read_whole(object, "term"));
  TRY(answer.granted, read_bool(object, "granted"));
  return answer;
}

Result<AppendRequest> read_append_request(const json::object& object, std::vector<std::string>* entries) {
  AppendRequest request;
  TRY(request.term, read_whole(object, "term"));
  TRY(request.leader, read_text(object, "leader"));
  TRY(request.previous, read_end(object, "previous"));
  TRY(request.committed, read_whole(object, "committed"));
  TRY(const json::array* list, read_list(object, "entries"));
  for (const json::value& entry : *list) {
    if (!entry.is_object()) return malformed("an entry has term and change");
    TRY(const std::uint64_t term, read_whole(entry.get_object(), "term"));
    TRY(std::string change, read_text(entry.get_object(), "change"));
    request.terms.push_back(term);
    entries->push_back(std::move(change));
  }
  return request;
}

Result<AppendAnswer> read_append_answer(const json::object& object) {
  AppendAnswer answer;
  TRY(answer.term, read_whole(object, "term"));
  TRY(answer.matched, read_bool(object, "matched"));
  TRY(answer.index, read_whole(object, "index"));
  return answer;
}

Result<std::string> read_text(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  if (value == nullptr || !value->is_string()) return malformed(fmt::format("{} is a text", key));
  return std::string(std::string_view(value->get_string()));
}

Result<std::uint64_t> read_whole(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  boost::system::error_code error;
  const std::uint64_t number = value == nullptr ? 0 : value->to_number<std::uint64_t>(error);
  if (value == nullptr || error) return malformed(fmt::format("{} is a whole number", key));
  return number;
}

}  // namespace checkride::harness::stores
