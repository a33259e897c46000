#include "config/sections/channels.hpp"

#include <algorithm>
#include <array>

namespace checkride::runtime {

namespace {

using namespace std::chrono_literals;
using values::MapReader;

// Enough to keep a typing error from a mail server and a line break out of a header.
bool is_mail_address(std::string_view text) {
  const auto at = text.find('@');
  const bool printable = std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
  return printable && at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
         text.find_first_of("<>,;") == std::string_view::npos;
}

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
  map.choice<StartTls>(
      "starttls", &smtp->starttls,
      {{"required", StartTls::required}, {"optional", StartTls::optional}, {"never", StartTls::never}});
  constexpr std::uint16_t kSubmissions = 465;
  smtp->tls = smtp->port == kSubmissions;
  if (map.optional("tls", &smtp->tls) && smtp->tls && map.has("starttls")) {
    map.error("starttls", "with tls: true everything is encrypted from the first byte: take one of the two keys out");
  }
  map.optional("ca_file", &smtp->ca_file);
  map.optional("timeout", &smtp->timeout, {100ms, 10min});
}

void read_slack(MapReader& map, SlackConfig* slack) {
  // The address is a secret: the message does not repeat it.
  const auto is_address = [](const std::string& url) {
    return url.starts_with("http://") || url.starts_with("https://");
  };
  if (map.required("webhook_url", &slack->webhook_url) && !is_address(slack->webhook_url.reveal())) {
    map.error("webhook_url", "expected an address that begins with https:// or http://");
  }
  map.optional("channel", &slack->channel);
  map.optional("username", &slack->username);
  map.optional("ca_file", &slack->ca_file);
  map.optional("timeout", &slack->timeout, {100ms, 10min});
}

}  // namespace

std::string_view to_string(StartTls value) {
  constexpr std::array<std::string_view, 3> kWords{"required", "optional", "never"};
  return kWords[static_cast<std::size_t>(value)];
}

std::string_view to_string(Action value) {
  constexpr std::array<std::string_view, 2> kWords{"email", "slack"};
  return kWords[static_cast<std::size_t>(value)];
}

void read_channels(MapReader& map, ChannelsConfig* channels) {
  map.map("smtp", [&](MapReader& smtp) { read_smtp(smtp, &channels->smtp.emplace()); });
  map.map("slack", [&](MapReader& slack) { read_slack(slack, &channels->slack.emplace()); });
}

}  // namespace checkride::runtime
