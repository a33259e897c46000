// EdgeCache: the answers that an edge keeps, by nginx's rules (proxy_cache): what may be kept and for how long, for
// whom it is the answer, what may be said of it when it is old. Without I/O and without a clock of its own.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "checkride/harness/edge_spec.hpp"
#include "checkride/http/http.hpp"

namespace checkride::harness::edge {

// What nginx says as $upstream_cache_status.
inline constexpr std::string_view kCacheStatus = "X-Cache-Status";

// How long an answer may be kept, in seconds of the wall clock, which is how nginx counts.
struct Lifetime {
  std::int64_t until = 0;         // good up to the end of this second
  std::int64_t stale_update = 0;  // so long after it, while it is fetched anew (stale-while-revalidate)
  std::int64_t stale_error = 0;   // and when that fails (stale-if-error)
};
// None: it may not be kept. Its Cache-Control goes before the rule; Set-Cookie and "Vary: *" forbid it.
std::optional<Lifetime> lifetime_of(const http::Response& answer, const EdgeStore& rule, std::int64_t now_s);

// The edge asks for the whole answer, whatever part or change of it the client asked for.
void ask_for_whole(http::Request& request);
// Does the client have that answer already, by If-None-Match or If-Modified-Since?
bool has_already(const http::Request& request, const http::Response& answer);
// One of the headers with which an answer is nobody else's.
bool passes_by(const http::Request& request, const EdgeStore& rule);

class EdgeCache {
 public:
  static constexpr std::size_t kEntriesMax = 8000;  // what nginx finds room for in its zone of 1 MB

  struct Entry {
    http::Response answer;
    Lifetime lifetime;
    std::uint64_t used = 0;
  };
  // Null: there is none for this request. It is valid until the next put().
  const Entry* find(const std::string& key, const http::Request& request);
  // By the headers that the answer varies with. Beyond kEntriesMax what was not used for longest goes.
  void put(const std::string& key, const http::Request& request, http::Response answer, Lifetime lifetime);

  // Who fetches an answer anew: the first is told so, and says when it has ended.
  bool begin_update(const std::string& key) { return updating_.insert(key).second; }
  void end_update(const std::string& key) { updating_.erase(key); }
  bool is_updated(const std::string& key) const { return updating_.contains(key); }

 private:
  struct Variants {
    std::string vary;                      // of the answer that came last
    std::map<std::string, Entry> answers;  // by the values of those headers
  };
  void drop_oldest();

  std::map<std::string, Variants> keys_;
  std::set<std::string> updating_;
  std::size_t entries_ = 0;
  std::uint64_t uses_ = 0;
};

}  // namespace checkride::harness::edge
