// What is the same in every emulator: the live page and the document of the API, both part of the program.
#include "checkride/emulator/fault_language.hpp"
#include "checkride/result/assert.hpp"
#include "checkride_emulator_embedded.hpp"
#include "control/handlers.hpp"

namespace checkride::emulator {

std::string_view openapi_document() {
  return data::openapi();
}

std::string live_page() {
  constexpr std::string_view kPlace = "<!-- fault kinds -->";
  const std::string_view page = data::page();
  const auto place = page.find(kPlace);
  CHECKRIDE_ASSERT(place != std::string_view::npos);
  std::string kinds;
  for (const std::string_view word : fault_words()) kinds.append("<option>").append(word).append("</option>");
  return std::string(page.substr(0, place)) + kinds + std::string(page.substr(place + kPlace.size()));
}

http::Response get_page(const ControlCall&) {
  http::Response response;
  response.headers.add("Content-Type", "text/html; charset=utf-8");
  // One file with nothing from elsewhere, that speaks to its own emulator only.
  response.headers.add("Content-Security-Policy",
                       "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'; "
                       "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
  response.headers.add("X-Content-Type-Options", "nosniff");
  response.headers.add("Cache-Control", "no-store");
  response.body = live_page();
  return response;
}

http::Response get_openapi(const ControlCall&) {
  return http::json_response(200, std::string(openapi_document()));
}

}  // namespace checkride::emulator
