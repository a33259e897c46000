#include "exporter/scrape_pages.hpp"

#include "checkride/compress/gzip.hpp"
#include "exporter/json_view.hpp"
#include "metrics/table.hpp"

namespace checkride::runtime {

namespace {

// The label cache_type of cache_requests_total and its like.
constexpr std::string_view kPlainCache = "metrics_page";
constexpr std::string_view kPackedCache = "metrics_page_gzip";

std::string_view content_type(MetricsForm form) {
  constexpr std::array<std::string_view, 3> kTypes{kMetricsContentType, kOpenMetricsContentType,
                                                   "application/json; charset=utf-8"};
  return kTypes[static_cast<std::size_t>(form)];
}

}  // namespace

http::Response ScrapePages::answer(const http::Request& request) {
  const MetricsForm form = wanted_form(request.headers.find("Accept"));
  http::Response response;
  response.headers.set("Content-Type", std::string(content_type(form)));
  response.headers.set("Vary", "Accept, Accept-Encoding");
  response.headers.set("Cache-Control", "no-store");
  if (!wants_gzip(request.headers.find("Accept-Encoding"))) {
    response.body = plain(form);
    return response;
  }
  response.headers.set("Content-Encoding", "gzip");
  response.body = packed(form);
  return response;
}

bool ScrapePages::is_fresh(const Page& page) const {
  return page.written && clock_.now() - *page.written < kGeneration;
}

// Before the page is written, so that it tells of the request that it answers.
void ScrapePages::count(std::string_view cache, bool hit) {
  metrics_.counter(metric::kCacheRequests, {cache}).add();
  // Both from the first request on: a ratio over a series that is not there would be none, and not zero.
  metrics_.counter(metric::kCacheHits, {cache}).add(hit ? 1 : 0);
  metrics_.counter(metric::kCacheMisses, {cache}).add(hit ? 0 : 1);
}

const std::string& ScrapePages::plain(MetricsForm form) {
  Page& own = pages_[static_cast<std::size_t>(form)];
  const bool fresh = is_fresh(own);
  count(kPlainCache, fresh);
  if (fresh) return own.plain;
  own.plain = write(form);
  own.packed.clear();
  own.written = clock_.now();
  return own.plain;
}

const std::string& ScrapePages::packed(MetricsForm form) {
  Page& own = pages_[static_cast<std::size_t>(form)];
  const bool fresh = is_fresh(own) && !own.packed.empty();
  count(kPackedCache, fresh);
  if (!fresh) own.packed = compress::gzip_member(plain(form));
  return own.packed;
}

std::string ScrapePages::write(MetricsForm form) {
  if (form == MetricsForm::json) return write_json();
  std::string out;
  out.reserve(pages_[static_cast<std::size_t>(form)].plain.size());
  metrics_.write(out, form == MetricsForm::text ? PageFormat::text : PageFormat::openmetrics);
  return out;
}

std::string ScrapePages::write_json() {
  MetricsFacts facts;
  facts.utc = clock_.utc_now();
  facts.now = clock_.now();
  for (const Page& page : pages_) facts.cached_bytes += page.plain.size() + page.packed.size();
  facts.breakers = board_.breakers;
  return metrics_document(metrics_, facts);
}

}  // namespace checkride::runtime
