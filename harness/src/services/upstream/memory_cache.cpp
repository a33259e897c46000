#include "services/upstream/memory_cache.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <vector>

namespace checkride::harness {

namespace {

namespace json = boost::json;

constexpr char kSeparator = '\n';

std::string sorted_query(std::string_view target) {
  const auto mark = target.find('?');
  if (mark == std::string_view::npos) return {};
  std::string_view rest = target.substr(mark + 1);
  std::vector<std::string> parameters;
  while (!rest.empty()) {
    const auto end = std::min(rest.find('&'), rest.size());
    if (end > 0) parameters.emplace_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  std::sort(parameters.begin(), parameters.end());
  std::string text;
  for (const std::string& one : parameters) text += (text.empty() ? "" : "&") + one;
  return text;
}

json::value sorted(const json::value& value) {
  if (const auto* list = value.if_array()) {
    json::array items;
    for (const json::value& item : *list) items.push_back(sorted(item));
    return items;
  }
  const auto* object = value.if_object();
  if (object == nullptr) return value;
  std::vector<std::string> names;
  for (const auto& member : *object) names.emplace_back(std::string_view(member.key()));
  std::sort(names.begin(), names.end());
  json::object result;
  for (const std::string& name : names) result[name] = sorted(object->at(name));
  return result;
}

std::string sorted_body(const std::string& body) {
  json::error_code error;
  const json::value value = json::parse(body, error);
  return error ? body : json::serialize(sorted(value));
}

}  // namespace

std::optional<std::string> MemoryCache::find(const std::string& key, world::Instant now) {
  const auto found = places_.find(key);
  if (found == places_.end()) return std::nullopt;
  if (found->second->until <= now) {
    erase(found->second);
    return std::nullopt;
  }
  entries_.splice(entries_.begin(), entries_, found->second);
  return entries_.front().value;
}

void MemoryCache::put(const std::string& key, std::string value, world::Instant until) {
  if (const auto found = places_.find(key); found != places_.end()) erase(found->second);
  entries_.push_front({key, std::move(value), until});
  places_[key] = entries_.begin();
  if (entries_.size() > entries_max_) erase(std::prev(entries_.end()));
}

void MemoryCache::erase(Place place) {
  places_.erase(place->key);
  entries_.erase(place);
}

std::string cache_key(const UseSpec& use, const http::Request& request) {
  std::string key = request.method;
  if (use.key_path) key += kSeparator + request.path();
  if (use.key_query) key += kSeparator + sorted_query(request.target);
  if (use.key_body) key += kSeparator + sorted_body(request.body);
  return key;
}

}  // namespace checkride::harness
