#include "config/sections/machine_channels.hpp"

#include <algorithm>
#include <array>

#include "checkride/http/http.hpp"
#include "checkride/values/ascii.hpp"
#include "config/clear_text.hpp"
#include "config/sections/targets.hpp"
#include "config/tree.hpp"

namespace checkride::runtime {

namespace {

using namespace std::chrono_literals;
using values::MapReader;

constexpr const char* kUrlExpected = "expected an address such as https://host:port/path";

bool is_token(std::string_view name) {
  const auto good = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  };
  return !name.empty() && std::all_of(name.begin(), name.end(), good);
}

void read_login(MapReader& map, HttpLogin* login) {
  map.optional("bearer_token", &login->bearer_token);
  check_bearer_token(map, "bearer_token", login->bearer_token);
  map.map("basic_auth", [&](MapReader& basic) {
    basic.required("username", &login->username);
    if (login->username.find(':') != std::string::npos) basic.error("username", "a user name has no colon");
    basic.optional("password", &login->password);
  });
  if (!login->bearer_token.empty() && !login->username.empty()) {
    map.error("basic_auth", "bearer_token and basic_auth exclude each other: take one of the two keys out");
  }
}

void read_header(MapReader& map, const values::Entry& entry, WebhookConfig* webhook) {
  // What the post itself says of its body, its signature and its way.
  static constexpr std::array<std::string_view, 8> kOwn{
      "Host",       "Content-Length",  "Content-Type",         "Authorization", "Transfer-Encoding",
      "Connection", "Idempotency-Key", "X-Checkride-Signature"};
  const auto file_of = secret_of_file_key(entry.key);
  const std::string name = file_of.value_or(entry.key);
  const auto refuse = [&](const std::string& why) { map.errors().add(entry.key_position, why); };
  const auto same = [&](std::string_view own) { return values::same_text(own, name); };
  if (!is_token(name)) return refuse("\"" + name + "\" cannot be the name of a header");
  if (std::any_of(kOwn.begin(), kOwn.end(), same)) return refuse("the header " + name + " is set by the monitor");
  if (file_of) return;  // files are read by whoever loads the document
  auto secret = values::read_secret(entry.value, map.errors());
  if (!secret) return;
  if (!is_header_value(secret->reveal())) return refuse("the header " + name + " has to be printable text in one line");
  webhook->headers.emplace_back(name, std::move(*secret));
}

}  // namespace

void read_webhook(MapReader& map, WebhookConfig* webhook) {
  if (map.required("url", &webhook->url)) check_webhook_url(map, "url", webhook->url);
  map.optional("hmac_secret", &webhook->hmac_secret);
  map.optional("max_alerts", &webhook->max_alerts, {1, 500});
  map.entries("headers", [&](const values::Entry& entry) { read_header(map, entry, webhook); });
  read_login(map, &webhook->login);
  read_http_channel(map, &webhook->http);
}

void read_pagerduty(MapReader& map, PagerDutyConfig* pagerduty) {
  if (map.required("routing_key", &pagerduty->routing_key)) {
    check_routing_key(map, "routing_key", pagerduty->routing_key);
  }
  if (map.optional("url", &pagerduty->url) && !http::parse_url(pagerduty->url)) map.error("url", kUrlExpected);
  read_http_channel(map, &pagerduty->http);
}

void read_alertmanager(MapReader& map, AlertmanagerConfig* alertmanager) {
  if (map.required("urls", &alertmanager->urls)) {
    if (alertmanager->urls.empty()) map.error("urls", "expected at least one address such as http://127.0.0.1:9093");
    for (std::string& url : alertmanager->urls) {
      if (!http::parse_url(url)) map.error("urls", "expected addresses such as http://127.0.0.1:9093");
      while (url.ends_with('/')) url.pop_back();
    }
  }
  map.optional("resend_interval", &alertmanager->resend_interval, {1s, 1h});
  read_login(map, &alertmanager->login);
  read_http_channel(map, &alertmanager->http);
}

std::vector<UnencryptedChannel> unencrypted_channels(const ChannelsConfig& channels) {
  std::vector<UnencryptedChannel> out;
  const auto look = [&](const std::string& address, const char* key, const std::string& whose = {}) {
    if (!travels_in_clear(address)) return;
    out.push_back({std::string("alert_manager.") + key,
                   whose + "http:// to another machine: whoever is on the way reads what is sent, and the address with "
                           "it; use https://, with ca_file for an authority of your own"});
  };
  if (channels.slack) {
    look(channels.slack->webhook_url.reveal(), "slack.webhook_url");
    for (const auto& [name, url] : channels.slack->own_urls) {
      look(url.reveal(), "receivers", "slack_webhook_url of \"" + name + "\" is ");
    }
  }
  if (channels.webhook) {
    look(channels.webhook->url.reveal(), "webhook.url");
    for (const auto& [name, target] : channels.webhook->own_targets) {
      look(target.url.reveal(), "receivers", "webhook_url of \"" + name + "\" is ");
    }
  }
  if (channels.pagerduty) look(channels.pagerduty->url, "pagerduty.url");
  if (channels.alertmanager && !channels.alertmanager->login.empty()) {
    for (const std::string& url : channels.alertmanager->urls) look(url, "alertmanager.urls");
  }
  return out;
}

}  // namespace checkride::runtime
