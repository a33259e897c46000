// Services: one row for each kind, with the reader of its keys.
#include <fmt/format.h>

#include "scenario/readers.hpp"

namespace checkride::harness {

namespace {

using values::MapReader;

struct ServiceRow {
  std::string_view word;
  std::string_view name;  // that leads to it, where the scenario gives none
  // Reads the keys of this kind; the service's own are read already.
  ServiceSpec (*read)(MapReader& map, Reader& reader);
};

ServiceSpec read_smtp(MapReader&, Reader&) {
  return SmtpSpec{};
}

ServiceSpec read_webhook(MapReader&, Reader&) {
  return WebhookSpec{};
}

constexpr ServiceRow kServices[] = {{"smtp", "smtp.company.com", read_smtp},
                                    {"webhook", "hooks.slack.com", read_webhook}};

// Null after a mistake.
const ServiceRow* read_kind(MapReader& map, Reader& reader) {
  std::vector<std::string_view> words;
  for (const ServiceRow& row : kServices) words.push_back(row.word);
  const auto kind = map.required_node("kind");
  const auto which = kind ? values::read_word(*kind, reader.errors, words) : std::nullopt;
  return which ? &kServices[*which] : nullptr;
}

}  // namespace

void read_service(const values::Entry& entry, Reader& reader) {
  Service service;
  service.name = entry.key;
  service.line = entry.key_position.line;
  MapReader map(entry.value, reader.errors);
  const ServiceRow* row = read_kind(map, reader);
  if (row != nullptr) service.names = {std::string(row->name)};
  for (const ServiceRow& one : kServices) {
    map.only_with("kind", one.word, &one == row, [&] { service.spec = one.read(map, reader); });
  }
  if (const auto names = map.node("names")) service.names = reader.texts(*names);
  if (row != nullptr) map.finish();
  if (!check_member_name(entry, reader)) return;
  if (row == nullptr) reader.unclear.insert(service.name);
  reader.scenario.services.push_back(std::move(service));
}

// The overlay of a monitor's configuration has one mail server and one webhook.
void check_services(Reader& reader) {
  for (const MemberKind kind : {MemberKind::smtp, MemberKind::webhook}) {
    int seen = 0;
    for (const auto& service : reader.scenario.services) {
      if (service.kind() == kind && !reader.unclear.contains(service.name) && ++seen == 2) {
        reader.errors.add(
            {reader.scenario.file, service.line, 1},
            fmt::format("a second {} service: a monitor's configuration has room for one", to_string(kind)));
      }
    }
  }
}

}  // namespace checkride::harness
