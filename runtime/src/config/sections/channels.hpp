// Of the section alert_manager: the channels by which people and machines are told.
#pragma once

#include <array>
#include <cstdint>
#include <map>
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
  bool operator==(const SmtpConfig&) const = default;
};

// What all channels have that post over HTTP.
struct HttpChannelConfig {
  std::string ca_file;  // as SmtpConfig's
  Duration timeout{std::chrono::seconds(10)};
  Duration pace{};  // least time between two posts
  bool operator==(const HttpChannelConfig&) const = default;
};

// Who we are to a web server: nobody, a token, or a name and a password.
struct HttpLogin {
  Secret bearer_token;
  std::string username;
  Secret password;
  bool empty() const { return bearer_token.empty() && username.empty(); }
  bool operator==(const HttpLogin&) const = default;
};

// What receivers have of their own of a channel, by the receiver's name. These are secrets: they are nowhere but here,
// and what is on its way names the receiver.
template <class T>
using OwnTargets = std::map<std::string, T>;

struct SlackConfig {
  Secret webhook_url;  // whoever has it may post
  std::string channel;
  std::string username;
  HttpChannelConfig http{{}, std::chrono::seconds(10), std::chrono::seconds(1)};  // Slack asks for one a second
  OwnTargets<Secret> own_urls{};                                                  // instead of webhook_url and channel
  bool operator==(const SlackConfig&) const = default;
};

// Of a receiver, instead of url, login and headers: those are secrets of another server.
struct WebhookTarget {
  Secret url;
  Secret bearer_token;
  bool operator==(const WebhookTarget&) const = default;
};

struct WebhookConfig {
  Secret url;
  HttpLogin login;
  Secret hmac_secret;                                   // empty: posts are not signed
  std::vector<std::pair<std::string, Secret>> headers;  // sent along with every post
  std::uint32_t max_alerts = 100;                       // in one post; the rest is counted in truncatedAlerts
  HttpChannelConfig http;
  OwnTargets<WebhookTarget> own_targets{};
  bool operator==(const WebhookConfig&) const = default;
};

struct PagerDutyConfig {
  Secret routing_key;  // of an integration: 32 letters and digits
  std::string url = "https://events.pagerduty.com/v2/enqueue";
  HttpChannelConfig http{{}, std::chrono::seconds(10), std::chrono::milliseconds(500)};  // 120 events a minute
  OwnTargets<Secret> own_keys{};                                                         // instead of routing_key
  bool operator==(const PagerDutyConfig&) const = default;
};

struct AlertmanagerConfig {
  std::vector<std::string> urls;  // of every member of the cluster, up to and without /api/v2
  HttpLogin login;
  Duration resend_interval{std::chrono::minutes(1)};
  HttpChannelConfig http;
  bool operator==(const AlertmanagerConfig&) const = default;
};

// What holds for the notifications of every channel on their way.
struct OutboxConfig {
  Duration give_up_after{std::chrono::minutes(30)};  // an alarm that comes hours late misleads
  std::uint32_t queue_max = 200;                     // of one channel; beyond it the oldest is given up
  std::uint32_t dead_letters_max = 100;              // of one channel, kept for those who look
  bool operator==(const OutboxConfig&) const = default;
};

// A rule's word for a channel.
enum class Action { email, slack, webhook, pagerduty, alertmanager };
inline constexpr std::array<std::string_view, 5> kActionWords{"email", "slack", "webhook", "pagerduty", "alertmanager"};

std::string_view to_string(StartTls value);
std::string_view to_string(Action value);
std::optional<Action> parse_action(std::string_view word);

bool is_mail_address(std::string_view text);

// Whom an action tells: a channel as it is configured, or in the name of a receiver with recipients of its own.
struct Recipient {
  Action action = Action::email;
  std::string receiver;              // its name; empty: the channel itself
  std::vector<std::string> mail_to;  // of email; empty: those of smtp
  std::string slack_channel;         // of slack; empty: the channel's own
  bool own_target = false;           // at the address or key that the configuration has for the receiver
  Recipient() = default;
  Recipient(Action of) : action(of) {}  // NOLINT(google-explicit-constructor): a channel's word is one
  bool operator==(const Recipient&) const = default;
};

// A name for several of them, such as a team: what rules and tiers can name instead of channels.
struct ReceiverConfig {
  std::string name;
  std::vector<Recipient> recipients;
};

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
// The key receivers of alert_manager. Their own addresses and keys go to the channels. Mistakes go to the reader's
// Diagnostics, without the secrets they are about.
std::vector<ReceiverConfig> read_receivers(values::MapReader& map, ChannelsConfig* channels);
// Who can be named: the channels that are configured, and the receivers.
struct Audience {
  const ChannelsConfig& channels;
  const std::vector<ReceiverConfig>& receivers;
};
// Reads the list under `key`: words of channels that are configured and names of receivers, each once. Of two that are
// the same recipient one is kept. Absent is fine. Mistakes go to the reader's Diagnostics.
void read_actions(values::MapReader& map, std::string_view key, const Audience& audience,
                  std::vector<Recipient>* recipients);
// The keys of HttpChannelConfig.
void read_http_channel(values::MapReader& map, HttpChannelConfig* http);

// A channel whose secrets, or whose news, would travel unencrypted to another machine: its key and what to do.
struct UnencryptedChannel {
  std::string key;
  std::string text;
};
std::vector<UnencryptedChannel> unencrypted_channels(const ChannelsConfig& channels);

}  // namespace checkride::runtime
