// ScrapePages: the answers of the metrics path, in each form plain and compressed, written once per generation.
//
// Compressing costs more than everything else about a page, and several scrapers come at nearly the same moment (two
// Prometheus servers, a person, a script): whoever asks within kGeneration of a page's writing gets that page. The two
// caches that this makes, "metrics_page" and "metrics_page_gzip", are counted in cache_requests_total, cache_hits_total
// and cache_misses_total: a request for a compressed page asks the first only when the second has none.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "checkride/http/http.hpp"
#include "checkride/world/clock.hpp"
#include "exporter/negotiate.hpp"
#include "metrics/registry.hpp"
#include "service/board.hpp"

namespace checkride::runtime {

class ScrapePages {
 public:
  // What a page shows is no older than this.
  static constexpr world::Duration kGeneration{std::chrono::milliseconds(100)};

  // All outlive this.
  ScrapePages(Registry& metrics, world::Clock& clock, const Board& board)
      : metrics_(metrics), clock_(clock), board_(board) {}

  // Chosen by Accept and Accept-Encoding.
  http::Response answer(const http::Request& request);

 private:
  struct Page {
    std::optional<world::Instant> written;
    std::string plain;
    std::string packed;  // of `plain`; empty until somebody wants it
  };
  const std::string& plain(MetricsForm form);
  const std::string& packed(MetricsForm form);
  bool is_fresh(const Page& page) const;
  void count(std::string_view cache, bool hit);
  std::string write(MetricsForm form);
  std::string write_json();

  Registry& metrics_;
  world::Clock& clock_;
  const Board& board_;
  std::array<Page, 3> pages_;  // by form
};

}  // namespace checkride::runtime
