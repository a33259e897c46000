#include "exporter/scrape_pages.hpp"

#include "checkride/compress/gzip.hpp"
#include "exporter/json_view.hpp"

namespace checkride::runtime {

namespace {

std::string_view content_type(MetricsForm form) {
  constexpr std::array<std::string_view, 3> kTypes{kMetricsContentType, kOpenMetricsContentType,
                                                   "application/json; charset=utf-8"};
  return kTypes[static_cast<std::size_t>(form)];
}

}  // namespace

http::Response ScrapePages::answer(const http::Request& request) {
  return answer(request, wanted_form(request.headers.find("Accept")));
}

http::Response ScrapePages::answer_json(const http::Request& request) {
  return answer(request, MetricsForm::json);
}

http::Response ScrapePages::answer(const http::Request& request, MetricsForm form) {
  Page& shown = page(form);
  http::Response response;
  response.headers.set("Content-Type", std::string(content_type(form)));
  response.headers.set("Vary", "Accept, Accept-Encoding");
  response.headers.set("Cache-Control", "no-store");
  if (!wants_gzip(request.headers.find("Accept-Encoding"))) {
    response.body = shown.plain;
    return response;
  }
  if (shown.packed.empty()) shown.packed = compress::gzip_member(shown.plain);
  response.headers.set("Content-Encoding", "gzip");
  response.body = shown.packed;
  return response;
}

ScrapePages::Page& ScrapePages::page(MetricsForm form) {
  Page& own = pages_[static_cast<std::size_t>(form)];
  const world::Instant now = clock_.now();
  if (own.written && now - *own.written < kGeneration) return own;
  own.plain = write(form);
  own.packed.clear();
  own.written = now;
  return own;
}

std::string ScrapePages::write(MetricsForm form) {
  if (form == MetricsForm::json) return metrics_document(metrics_, clock_.utc_now());
  std::string out;
  out.reserve(pages_[static_cast<std::size_t>(form)].plain.size());
  metrics_.write(out, form == MetricsForm::text ? PageFormat::text : PageFormat::openmetrics);
  return out;
}

}  // namespace checkride::runtime
