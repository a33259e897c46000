#include "service/landing_page.hpp"

#include <string>

#include "checkride/program/build_facts.hpp"

namespace checkride::runtime {

namespace {

void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
}

}  // namespace

http::Response landing_page(const std::vector<LandingLink>& links) {
  std::string body =
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>checkride-monitor</title></head>\n"
      "<body><h1>checkride-monitor</h1>\n<p>version ";
  append_escaped(body, program::kBuildFacts.version);
  body += "</p>\n<ul>\n";
  for (const LandingLink& link : links) {
    body += "<li><a href=\"";
    append_escaped(body, link.path);
    body += "\">";
    append_escaped(body, link.path);
    body.append("</a>: ").append(link.text).append("</li>\n");
  }
  body += "</ul></body></html>\n";
  http::Response response;
  response.headers.set("Content-Type", "text/html; charset=utf-8");
  response.headers.set("Content-Security-Policy", "default-src 'none'");
  response.headers.set("X-Content-Type-Options", "nosniff");
  response.body = std::move(body);
  return response;
}

}  // namespace checkride::runtime
