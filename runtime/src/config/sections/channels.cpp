#include "config/sections/channels.hpp"

#include <algorithm>
#include <array>

#include "checkride/http/http.hpp"
#include "config/sections/machine_channels.hpp"
#include "config/sections/targets.hpp"

namespace checkride::runtime {

namespace {

using namespace std::chrono_literals;
using values::MapReader;

void read_smtp(MapReader& map, SmtpConfig* smtp) {
  map.required("server", &smtp->server);
  map.optional("port", &smtp->port, {1, 65535});
  map.optional("username", &smtp->username);
  map.optional("password", &smtp->password);
  if (map.required("from", &smtp->from) && !is_mail_address(smtp->from)) {
    map.error("from", "expected a mail address such as monitor@example.com");
  }
  if (map.required("to", &smtp->to)) {
    if (smtp->to.empty()) map.error("to", "expected at least one mail address");
    for (const std::string& one : smtp->to) {
      if (!is_mail_address(one)) map.error("to", "\"" + one + "\" is no mail address");
    }
  }
  std::optional<StartTls> starttls;  // without a default that tls: true would refuse
  map.choice<StartTls>(
      "starttls", &starttls,
      {{"required", StartTls::required}, {"optional", StartTls::optional}, {"never", StartTls::never}});
  smtp->starttls = starttls.value_or(smtp->starttls);
  constexpr std::uint16_t kSubmissions = 465;
  std::optional<bool> tls;  // its default depends on the port
  const bool tls_read = map.optional("tls", &tls);
  smtp->tls = tls.value_or(smtp->port == kSubmissions);
  if (tls_read && smtp->tls && map.has("starttls")) {
    map.error("starttls", "with tls: true everything is encrypted from the first byte: take one of the two keys out");
  }
  map.optional("ca_file", &smtp->ca_file);
  map.optional("timeout", &smtp->timeout, {100ms, 10min});
  map.optional("pace", &smtp->pace, {0s, 1h});
}

void read_slack(MapReader& map, SlackConfig* slack) {
  if (map.required("webhook_url", &slack->webhook_url)) check_slack_url(map, "webhook_url", slack->webhook_url);
  map.optional("channel", &slack->channel);
  map.optional("username", &slack->username);
  read_http_channel(map, &slack->http);
}

void read_outbox(MapReader& map, OutboxConfig* outbox) {
  map.optional("give_up_after", &outbox->give_up_after, {1min, 24h * 7});
  map.optional("queue_max", &outbox->queue_max, {1, 10'000});
  map.optional("dead_letters_max", &outbox->dead_letters_max, {1, 10'000});
}

}  // namespace

// Enough to keep a typing error from a mail server and a line break out of a header.
bool is_mail_address(std::string_view text) {
  const auto at = text.find('@');
  const bool printable = std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
  return printable && at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
         text.find_first_of("<>,;") == std::string_view::npos;
}

std::string_view to_string(StartTls value) {
  constexpr std::array<std::string_view, 3> kWords{"required", "optional", "never"};
  return kWords[static_cast<std::size_t>(value)];
}

std::string_view to_string(Action value) {
  return kActionWords[static_cast<std::size_t>(value)];
}

bool ChannelsConfig::has(Action action) const {
  switch (action) {
    case Action::email:
      return smtp.has_value();
    case Action::slack:
      return slack.has_value();
    case Action::webhook:
      return webhook.has_value();
    case Action::pagerduty:
      return pagerduty.has_value();
    case Action::alertmanager:
      return alertmanager.has_value();
  }
  return false;
}

void read_http_channel(MapReader& map, HttpChannelConfig* http) {
  map.optional("ca_file", &http->ca_file);
  map.optional("timeout", &http->timeout, {100ms, 10min});
  map.optional("pace", &http->pace, {0s, 1h});
}

std::optional<Action> parse_action(std::string_view word) {
  const auto found = std::find(kActionWords.begin(), kActionWords.end(), word);
  if (found == kActionWords.end()) return std::nullopt;
  return static_cast<Action>(found - kActionWords.begin());
}

void read_channels(MapReader& map, ChannelsConfig* channels) {
  map.map("smtp", [&](MapReader& smtp) { read_smtp(smtp, &channels->smtp.emplace()); });
  map.map("slack", [&](MapReader& slack) { read_slack(slack, &channels->slack.emplace()); });
  map.map("webhook", [&](MapReader& hook) { read_webhook(hook, &channels->webhook.emplace()); });
  map.map("pagerduty", [&](MapReader& pager) { read_pagerduty(pager, &channels->pagerduty.emplace()); });
  map.map("alertmanager", [&](MapReader& one) { read_alertmanager(one, &channels->alertmanager.emplace()); });
  map.map("outbox", [&](MapReader& outbox) { read_outbox(outbox, &channels->outbox); });
  const bool given = map.optional("external_url", &channels->external_url) && !channels->external_url.empty();
  if (given && !http::parse_url(channels->external_url)) {
    map.error("external_url", "expected an address such as https://monitor.example.com:8080");
  }
}

}  // namespace checkride::runtime
