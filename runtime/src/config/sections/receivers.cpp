// Of the section alert_manager: receivers, and the lists that name them.
#include <algorithm>
#include <array>

#include "checkride/values/suggest.hpp"
#include "config/sections/channels.hpp"
#include "config/sections/targets.hpp"

namespace checkride::runtime {

namespace {

using values::MapReader;
using values::Node;

// The key of alert_manager that makes the action possible.
constexpr std::array<std::string_view, 5> kKeys{"smtp", "slack", "webhook", "pagerduty", "alertmanager"};

// One action of a list: a known word whose channel is configured; otherwise a mistake, and nothing.
std::optional<Action> read_action(const Node& node, const ChannelsConfig& channels, values::Diagnostics& errors) {
  const auto index = values::read_word(node, errors, {kActionWords.begin(), kActionWords.end()});
  if (!index) return std::nullopt;
  const auto action = static_cast<Action>(*index);
  if (!channels.has(action)) {
    errors.add(node.position(),
               std::string(kActionWords[*index]) + " needs alert_manager." + std::string(kKeys[*index]));
  }
  return action;
}

// Is it told anything else, or anybody else, than by the bare word?
bool is_own(const Recipient& recipient) {
  const bool has_recipients = !recipient.mail_to.empty() || !recipient.slack_channel.empty();
  return has_recipients || recipient.own_target ||
         recipient.action == Action::webhook;  // whose body names the receiver
}

Recipient* find_recipient(ReceiverConfig* receiver, Action action) {
  const auto found = std::find_if(receiver->recipients.begin(), receiver->recipients.end(),
                                  [&](const Recipient& one) { return one.action == action; });
  return found == receiver->recipients.end() ? nullptr : &*found;
}

// A secret that the receiver has instead of its channel's. False, if it has none or nothing can use it.
bool read_own_target(MapReader& map, const char* key, Action action, const ChannelsConfig& channels,
                     ReceiverConfig* receiver, Secret* secret) {
  if (!map.optional(key, secret)) return false;
  Recipient* recipient = find_recipient(receiver, action);
  if (recipient == nullptr) {
    const std::string word(to_string(action));
    map.error(key, std::string(key) + " needs " + word + " among the actions");
    return false;
  }
  recipient->own_target = true;
  return channels.has(action);
}

void read_own_targets(MapReader& map, ChannelsConfig* channels, ReceiverConfig* receiver) {
  Secret slack_url;
  if (read_own_target(map, "slack_webhook_url", Action::slack, *channels, receiver, &slack_url)) {
    check_slack_url(map, "slack_webhook_url", slack_url);
    channels->slack->own_urls[receiver->name] = std::move(slack_url);
  }
  Secret routing_key;
  if (read_own_target(map, "pagerduty_routing_key", Action::pagerduty, *channels, receiver, &routing_key)) {
    check_routing_key(map, "pagerduty_routing_key", routing_key);
    channels->pagerduty->own_keys[receiver->name] = std::move(routing_key);
  }
  WebhookTarget webhook;
  const bool has_url = read_own_target(map, "webhook_url", Action::webhook, *channels, receiver, &webhook.url);
  if (map.optional("webhook_bearer_token", &webhook.bearer_token)) {
    check_bearer_token(map, "webhook_bearer_token", webhook.bearer_token);
    if (!map.has("webhook_url") && !map.has("webhook_url_file")) {
      map.error("webhook_bearer_token", "webhook_bearer_token needs webhook_url: it is for an address of its own");
    }
  }
  if (!has_url) return;
  check_webhook_url(map, "webhook_url", webhook.url);
  channels->webhook->own_targets[receiver->name] = std::move(webhook);
}

void read_recipients(MapReader& map, ChannelsConfig* channels, ReceiverConfig* receiver) {
  std::vector<std::string> mail_to;
  std::string slack_channel;
  const auto has = [&](Action action) { return find_recipient(receiver, action) != nullptr; };
  map.required_list("actions", [&](const Node& node) {
    const auto action = read_action(node, *channels, map.errors());
    if (action && has(*action)) map.errors().add(node.position(), "the action stands twice");
    if (action) receiver->recipients.emplace_back(*action);
  });
  if (map.optional("email_to", &mail_to) && !mail_to.empty()) {
    if (!has(Action::email)) map.error("email_to", "email_to needs email among the actions");
    for (const std::string& one : mail_to) {
      if (!is_mail_address(one)) map.error("email_to", "\"" + one + "\" is no mail address");
    }
  }
  if (map.optional("slack_channel", &slack_channel) && !slack_channel.empty() && !has(Action::slack)) {
    map.error("slack_channel", "slack_channel needs slack among the actions");
  }
  read_own_targets(map, channels, receiver);
  for (Recipient& recipient : receiver->recipients) {
    if (recipient.action == Action::email) recipient.mail_to = mail_to;
    if (recipient.action == Action::slack) recipient.slack_channel = slack_channel;
    if (is_own(recipient)) recipient.receiver = receiver->name;
  }
}

const ReceiverConfig* find_receiver(const std::vector<ReceiverConfig>& receivers, std::string_view name) {
  const auto found = std::find_if(receivers.begin(), receivers.end(),
                                  [&](const ReceiverConfig& receiver) { return receiver.name == name; });
  return found == receivers.end() ? nullptr : &*found;
}

void add(const Recipient& recipient, std::vector<Recipient>* recipients) {
  const bool known = std::find(recipients->begin(), recipients->end(), recipient) != recipients->end();
  if (!known) recipients->push_back(recipient);
}

std::string unknown_action(const Node& node, const std::vector<ReceiverConfig>& receivers) {
  std::vector<std::string> names(kActionWords.begin(), kActionWords.end());
  for (const ReceiverConfig& receiver : receivers) names.push_back(receiver.name);
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  return "expected " + list + ", not " + node.describe() + values::suggestion(node.text(), names);
}

}  // namespace

std::vector<ReceiverConfig> read_receivers(MapReader& map, ChannelsConfig* channels) {
  std::vector<ReceiverConfig> receivers;
  map.list("receivers", [&](const Node& node) {
    ReceiverConfig receiver;
    MapReader one(node, map.errors());
    one.required("name", &receiver.name);
    if (std::find(kActionWords.begin(), kActionWords.end(), receiver.name) != kActionWords.end()) {
      one.error("name", "\"" + receiver.name + "\" is the name of a channel: take another");
    }
    if (find_receiver(receivers, receiver.name) != nullptr) {
      one.error("name", "receiver \"" + receiver.name + "\" is listed twice");
    }
    read_recipients(one, channels, &receiver);
    one.finish();
    receivers.push_back(std::move(receiver));
  });
  return receivers;
}

void read_actions(MapReader& map, std::string_view key, const Audience& audience, std::vector<Recipient>* recipients) {
  std::vector<std::string> seen;
  map.list(key, [&](const Node& node) {
    if (node.probed() != nullptr) return (void)values::read_text(node, map.errors());  // a name, besides the words
    const std::string name = node.is_scalar() ? std::string(node.text()) : std::string();
    const bool is_word = std::find(kActionWords.begin(), kActionWords.end(), name) != kActionWords.end();
    const ReceiverConfig* receiver = find_receiver(audience.receivers, name);
    if (!name.empty() && std::find(seen.begin(), seen.end(), name) != seen.end()) {
      map.errors().add(node.position(), "the action stands twice");
    }
    seen.push_back(name);
    if (receiver != nullptr) {
      for (const Recipient& one : receiver->recipients) add(one, recipients);
    } else if (is_word || name.empty() || audience.receivers.empty()) {
      if (const auto action = read_action(node, audience.channels, map.errors())) add(*action, recipients);
    } else {
      map.errors().add(node.position(), unknown_action(node, audience.receivers));
    }
  });
}

}  // namespace checkride::runtime
