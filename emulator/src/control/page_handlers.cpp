// What is the same in every emulator: the live page and the document of the API, both part of the program.
#include <utility>

#include "checkride/emulator/fault_language.hpp"
#include "checkride/result/assert.hpp"
#include "checkride_emulator_embedded.hpp"
#include "control/handlers.hpp"

namespace checkride::emulator {

namespace {

http::Response served(std::string_view type, std::string body) {
  http::Response response;
  response.headers.add("Content-Type", std::string(type));
  response.headers.add("X-Content-Type-Options", "nosniff");
  response.headers.add("Cache-Control", "no-store");
  response.body = std::move(body);
  return response;
}

// As the value of an attribute.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '"') {
      result += "&quot;";
    } else if (c == '&') {
      result += "&amp;";
    } else {
      result += c;
    }
  }
  return result;
}

}  // namespace

std::string_view openapi_document() {
  return data::openapi();
}

// The kinds of faults as the page offers them, each with what may be said besides.
std::string live_page() {
  constexpr std::string_view kPlace = "<!-- fault kinds -->";
  const std::string_view page = data::page();
  const auto place = page.find(kPlace);
  CHECKRIDE_ASSERT(place != std::string_view::npos);
  std::string kinds;
  for (const std::string_view word : fault_words()) {
    kinds.append("<option data-example=\"").append(escaped(fault_example(word))).append("\">");
    kinds.append(word).append("</option>");
  }
  return std::string(page.substr(0, place)) + kinds + std::string(page.substr(place + kPlace.size()));
}

http::Response get_page(const ControlCall&) {
  http::Response response = served("text/html; charset=utf-8", live_page());
  // Style and script are files of their own, so that nothing written into the page is ever run; it speaks to its own
  // emulator only.
  response.headers.add(
      "Content-Security-Policy",
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
      "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
      "trusted-types 'none'");
  return response;
}

http::Response get_page_style(const ControlCall&) {
  return served("text/css; charset=utf-8", std::string(data::page_style()));
}

http::Response get_page_script(const ControlCall&) {
  return served("text/javascript; charset=utf-8", std::string(data::page_script()));
}

http::Response get_openapi(const ControlCall&) {
  return http::json_response(200, std::string(openapi_document()));
}

}  // namespace checkride::emulator
