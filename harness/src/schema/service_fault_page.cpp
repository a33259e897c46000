#include "schema/service_fault_page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "checkride/result/assert.hpp"
#include "schema/key_texts.hpp"
#include "schema/markdown.hpp"
#include "services/service_faults.hpp"

namespace checkride::harness {

namespace {

constexpr std::string_view kHead =
    "# Faults of services\n\n"
    "What the services of a scenario can be made to do wrong. This page is generated\n"
    "(`checkride schema --service-faults > docs/service-faults.md`); a test compares it, and reads every example in "
    "it.\n\n"
    "```yaml\n"
    "- inject: {id: busy, on: chat, fault: http_answer, parameters: {status: 429, retry_after: 2m}, for: 1m}\n"
    "```\n\n"
    "A fault lasts until `clear`, or as long as `for` says; a service that is started anew has none. With `times` it "
    "strikes\n"
    "so often and no more. What takes time adds up; of others the first that was injected strikes, and what breaks a "
    "talk "
    "off\n"
    "(`stall`, `close`, `reset`, `garbage`) comes before what answers. What a service refused, and what broke off, is "
    "seen "
    "by\n"
    "the check `served`.\n\n";

// "*.times" is the parameter `times` of every word that has no row of its own for it.
constexpr KeyText kParameters[] = {
    {"*.times", "It strikes so often; without it as long as it lasts."},
    {"*.path", "Only requests of this path; without it all."},
    {"*.at",
     "Only there in the talk: when a client connects, or what answers EHLO, MAIL, RCPT, DATA or the message; without "
     "it "
     "anywhere."},
    {"*.latency", "So much longer."},
    {"greylisting.wait", "How long an address is put off, since it was first met."},
    {"greylisting.code", "With which reply."},
    {"smtp_reply.at",
     "Where in the talk: when a client connects, or what answers EHLO, MAIL, RCPT, DATA or the message."},
    {"smtp_reply.code", "The code of the reply; after 421, and at connect, the connection is closed."},
    {"smtp_reply.text", "What stands behind the code."},
    {"smtp_reply.address", "Only where this address is named, at mail or rcpt; without it whatever is named."},
    {"http_answer.status", "The status."},
    {"http_answer.retry_after", "The header Retry-After, in whole seconds."},
    {"http_answer.body", "The body."},
    {"http_answer.every", "Of the requests that it is about each n-th."},
    {"slow_tls.delay", "So much later."},
    {"bad_certificate.reason", "It is over, of another name, or vouched for by nobody who is known."},
    {"half_answer.bytes", "So many bytes are sent, of HTTP with the header."},
    {"half_answer.end", "And then: an end, a reset, or silence."},
    {"lag.lag", "So long ago."},
    {"slow_query.table", "Only this table; without it all."},
    {"connections_full.connections", "How many are served; who is connected stays."},
    {"dependency_down.name", "The dependency, as the service calls it."},
    {"part_missing.name", "The part."},
    {"leak.bytes_per_request", "So much memory for each request."},
    {"leak.connections_of", "The dependency whose connections are never given back."},
    {"worker_stuck.workers", "How many of them."},
    {"dependency_down.name", "The dependency, as the service names it."},
    {"part_missing.name", "The part, as the service names it."},
    {"leak.bytes_per_request", "So much memory stays with each request."},
    {"leak.connections_of", "A connection to this dependency stays with each request."},
    {"worker_stuck.workers", "How many."},
};

std::string text_of_parameter(std::string_view word, const std::string& key) {
  for (const std::string& path : {fmt::format("{}.{}", word, key), "*." + key}) {
    const auto row = std::find_if(std::begin(kParameters), std::end(kParameters),
                                  [&](const KeyText& one) { return one.path == path; });
    if (row != std::end(kParameters)) return std::string(row->text);
  }
  CHECKRIDE_ASSERT(false && "a parameter has no text: give it a row above");
  return {};
}

std::string kinds_of(const ServiceFaultRow& row) {
  std::string text;
  for (const MemberKind kind : row.kinds) text += fmt::format("{}{}", text.empty() ? "" : ", ", to_string(kind));
  return text;
}

std::string parameter_row(const ServiceFaultRow& row, const values::Schema::Key& key) {
  const values::Schema& schema = *key.schema;
  const std::string of = key.only_with.empty() ? "" : fmt::format("Only of {}. ", key.only_with.front().word);
  return fmt::format("| `{}` | {} | {} | {}{} |\n", key.key, type_of(schema),
                     schema.required ? "required" : fallback_of(schema), of, text_of_parameter(row.word, key.key));
}

std::string section(const ServiceFaultRow& row) {
  std::string text = fmt::format("## {}\n\nOf {}: {}.\n\n", row.word, kinds_of(row), row.meaning);
  const auto schema = values::describe([&](values::MapReader& map) {
    ServiceFaultValue fault;
    row.read(map, row.kinds.front(), fault);
  });
  if (!schema->keys.empty()) text += "| parameter | type | default | meaning |\n|---|---|---|---|\n";
  for (const auto& key : schema->keys) text += parameter_row(row, key);
  if (!schema->keys.empty()) text += "\n";
  const std::string parameters = row.example.empty() ? "" : fmt::format(", parameters: {{{}}}", row.example);
  return text + fmt::format("```yaml\n- inject: {{on: {}, fault: {}{}}}\n```\n\n", to_string(row.kinds.front()),
                            row.word, parameters);
}

}  // namespace

std::string service_fault_page() {
  std::string page(kHead);
  page += "| fault | of | meaning |\n|---|---|---|\n";
  for (const ServiceFaultRow& row : service_fault_rows()) {
    page += fmt::format("| [`{0}`](#{0}) | {1} | {2} |\n", row.word, kinds_of(row), row.meaning);
  }
  page += "\n";
  for (const ServiceFaultRow& row : service_fault_rows()) page += section(row);
  page.pop_back();  // one newline ends the page
  return page;
}

}  // namespace checkride::harness
