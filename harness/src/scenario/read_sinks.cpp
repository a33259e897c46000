#include "scenario/read_sinks.hpp"

#include <algorithm>
#include <array>

namespace checkride::harness {

namespace {

using values::MapReader;

constexpr std::uint16_t kSubmissions = 465;
constexpr std::uint16_t kHttps = 443;
constexpr std::array<std::string_view, 2> kWays = {"plain", "login"};

// A text that is not empty; a mistake never repeats it.
void read_part(MapReader& map, std::string_view key, std::string* out) {
  if (map.required(key, out) && out->empty()) map.error(key, "must not be empty");
}

void read_ways(const values::Node& node, SmtpLogin& login, values::Diagnostics& errors) {
  login.plain = false;
  login.login = false;
  const auto read_way = [&](const values::Node& one) {
    const auto which = values::read_word(one, errors, {kWays.begin(), kWays.end()});
    if (which) (*which == 0 ? login.plain : login.login) = true;
  };
  if (values::read_items(node, errors, read_way) && node.is_list() && node.items().empty()) {
    errors.add(node.position(), "expected plain, login or both");
  }
}

void read_login(MapReader& map, SmtpLogin& login) {
  read_part(map, "user", &login.user);
  read_part(map, "password", &login.password);
  if (const auto ways = map.node("ways")) read_ways(*ways, login, map.errors());
}

}  // namespace

SmtpSpec read_smtp(MapReader& map) {
  SmtpSpec spec;
  map.choice<TlsMode>("tls", &spec.tls,
                      {{"none", TlsMode::none}, {"starttls", TlsMode::starttls}, {"at_once", TlsMode::at_once}});
  if (spec.tls == TlsMode::at_once) spec.port = kSubmissions;
  map.optional("port", &spec.port, {1, 65'535});
  map.map("login", [&](MapReader& login) { read_login(login, spec.login.emplace()); });
  values::Bytes size_max{spec.size_max};
  map.optional("size_max", &size_max, {values::Bytes{1}, values::Bytes{1024 * 1024 * 1024}});
  spec.size_max = size_max.count;
  map.optional("recipients_max", &spec.recipients_max, {1, 100'000});
  return spec;
}

WebhookSpec read_webhook(MapReader& map) {
  WebhookSpec spec;
  map.choice<TlsMode>("tls", &spec.tls, {{"none", TlsMode::none}, {"at_once", TlsMode::at_once}});
  if (spec.tls == TlsMode::at_once) spec.port = kHttps;
  map.optional("port", &spec.port, {1, 65'535});
  map.map(
      "answer",
      [&](MapReader& answer) {
        answer.optional("status", &spec.answer.status, {200, 599});
        answer.optional("body", &spec.answer.body);
        answer.optional("after", &spec.answer.after, {world::Duration::zero(), std::chrono::hours(1)});
      },
      MapReader::Absent::defaults);
  return spec;
}

}  // namespace checkride::harness
