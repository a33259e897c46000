// Answers that a service remembers: so long, and of so many requests; then the least used goes. Pure.
#pragma once

#include <list>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "checkride/harness/upstream_specs.hpp"
#include "checkride/http/http.hpp"

namespace checkride::harness {

class MemoryCache {
 public:
  explicit MemoryCache(std::size_t entries_max) : entries_max_(entries_max) {}

  std::optional<std::string> find(const std::string& key, world::Instant now);
  void put(const std::string& key, std::string value, world::Instant until);
  // Those whose time is over count until they are met or the least used.
  std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    std::string key;
    std::string value;
    world::Instant until;
  };
  using Place = std::list<Entry>::iterator;

  void erase(Place place);

  std::size_t entries_max_;
  std::list<Entry> entries_;  // the last used first
  std::map<std::string, Place> places_;
};

// The key under which the answer to a request is remembered: of its path, query and body what `use` says. The order of
// parameters and of a JSON body's keys makes no difference.
std::string cache_key(const UseSpec& use, const http::Request& request);

}  // namespace checkride::harness
