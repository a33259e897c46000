// Of the section alert_manager: the channels by which people and machines are told.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
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
};

struct SlackConfig {
  Secret webhook_url;  // whoever has it may post
  std::string ca_file;
  std::string channel;
  std::string username;
  Duration timeout{std::chrono::seconds(10)};
};

// A rule's word for a channel.
enum class Action { email, slack };

std::string_view to_string(StartTls value);
std::string_view to_string(Action value);
std::optional<Action> parse_action(std::string_view word);

struct ChannelsConfig {
  std::optional<SmtpConfig> smtp;
  std::optional<SlackConfig> slack;
};

// The keys smtp and slack of alert_manager. Mistakes go to the reader's Diagnostics.
void read_channels(values::MapReader& map, ChannelsConfig* channels);

}  // namespace checkride::runtime
