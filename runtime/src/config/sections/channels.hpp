// Of the section alert_manager: the channels by which people and machines are told.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checkride/values/map_reader.hpp"
#include "checkride/world/time.hpp"
#include "config/secret.hpp"

namespace checkride::runtime {

using world::Duration;

enum class StartTls { required, optional, never };

struct SmtpConfig {
  std::string server;
  std::uint16_t port = 587;
  std::string username;
  Secret password;
  std::string from;
  std::vector<std::string> to;
  StartTls starttls = StartTls::required;
  bool tls = false;     // from the first byte, instead of STARTTLS; the file's default is: on port 465
  std::string ca_file;  // PEM of the authorities that are believed; empty: the machine's own
  Duration timeout{std::chrono::seconds(10)};
  Duration pace{};  // least time between two mails
};

// What all channels have that post over HTTP.
struct HttpChannelConfig {
  std::string ca_file;  // as SmtpConfig's
  Duration timeout{std::chrono::seconds(10)};
  Duration pace{};  // least time between two posts
};

// Who we are to a web server: nobody, a token, or a name and a password.
struct HttpLogin {
  Secret bearer_token;
  std::string username;
  Secret password;
  bool empty() const { return bearer_token.empty() && username.empty(); }
};

struct SlackConfig {
  Secret webhook_url;  // whoever has it may post
  std::string channel;
  std::string username;
  HttpChannelConfig http{{}, std::chrono::seconds(10), std::chrono::seconds(1)};  // Slack asks for one a second
};

struct WebhookConfig {
  Secret url;
  HttpLogin login;
  Secret hmac_secret;                                   // empty: posts are not signed
  std::vector<std::pair<std::string, Secret>> headers;  // sent along with every post
  std::uint32_t max_alerts = 100;                       // in one post; the rest is counted in truncatedAlerts
  HttpChannelConfig http;
};

struct PagerDutyConfig {
  Secret routing_key;  // of an integration: 32 letters and digits
  std::string url = "https://events.pagerduty.com/v2/enqueue";
  HttpChannelConfig http{{}, std::chrono::seconds(10), std::chrono::milliseconds(500)};  // 120 events a minute
};

struct AlertmanagerConfig {
  std::vector<std::string> urls;  // of every member of the cluster, up to and without /api/v2
  HttpLogin login;
  Duration resend_interval{std::chrono::minutes(1)};
  HttpChannelConfig http;
};

// What holds for the notifications of every channel on their way.
struct OutboxConfig {
  Duration give_up_after{std::chrono::minutes(30)};  // an alarm that comes hours late misleads
  std::uint32_t queue_max = 200;                     // of one channel; beyond it the oldest is given up
  std::uint32_t dead_letters_max = 100;              // of one channel, kept for those who look
};

// A rule's word for a channel.
enum class Action { email, slack, webhook, pagerduty, alertmanager };

std::string_view to_string(StartTls value);
std::string_view to_string(Action value);
std::optional<Action> parse_action(std::string_view word);

struct ChannelsConfig {
  std::optional<SmtpConfig> smtp;
  std::optional<SlackConfig> slack;
  std::optional<WebhookConfig> webhook;
  std::optional<PagerDutyConfig> pagerduty;
  std::optional<AlertmanagerConfig> alertmanager;
  OutboxConfig outbox;
  std::string external_url;  // where people find this monitor; empty: notifications have no link

  bool has(Action action) const;
};

// The keys smtp, slack, webhook, pagerduty, alertmanager, outbox and external_url of alert_manager. Mistakes go to the
// reader's Diagnostics, without the secrets they are about.
void read_channels(values::MapReader& map, ChannelsConfig* channels);
// One action of a list: a known word whose channel is configured; otherwise a mistake, and nothing.
std::optional<Action> read_action(const values::Node& node, const ChannelsConfig& channels,
                                  values::Diagnostics& errors);
// The keys of HttpChannelConfig.
void read_http_channel(values::MapReader& map, HttpChannelConfig* http);

// A channel whose secrets, or whose news, would travel unencrypted to another machine: its key and what to do.
struct UnencryptedChannel {
  std::string key;
  std::string text;
};
std::vector<UnencryptedChannel> unencrypted_channels(const ChannelsConfig& channels);

}  // namespace checkride::runtime
