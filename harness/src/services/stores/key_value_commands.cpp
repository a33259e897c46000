// The commands of the key-value store that are not about keys: who may, who listens, what is on the disk.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "services/stores/key_value.hpp"

namespace checkride::harness::stores {

namespace {

using resp::Request;
using resp::Value;

Value ok() {
  return Value::simple("OK");
}

// The command has sent what it has to say.
std::nullopt_t said() {
  return std::nullopt;
}

std::int64_t to_number(std::uint64_t number) {
  return static_cast<std::int64_t>(number);
}

std::int64_t whole_seconds(world::Duration duration) {
  return std::chrono::duration_cast<std::chrono::seconds>(duration).count();
}

// What a client that (un)subscribed is told.
std::string told(const char* word, const std::string& channel, std::size_t channels) {
  return resp::encode(Value::array({Value::bulk(word), Value::bulk(channel), Value::integer(to_number(channels))}));
}

}  // namespace

const KeyValue::Command* KeyValue::find(std::string_view word) {
  static constexpr Command kCommands[] = {{"AUTH", 2, 3, &KeyValue::auth},
                                          {"PING", 1, 2, &KeyValue::ping},
                                          {"QUIT", 1, 1, &KeyValue::quit},
                                          {"SELECT", 2, 2, &KeyValue::select},
                                          {"CLIENT", 2, 0, &KeyValue::client_command},
                                          {"COMMAND", 1, 0, &KeyValue::command_docs},
                                          {"INFO", 1, 0, &KeyValue::info},
                                          {"SAVE", 1, 1, &KeyValue::save},
                                          {"BGSAVE", 1, 2, &KeyValue::bgsave},
                                          {"SHUTDOWN", 1, 2, &KeyValue::shutdown},
                                          {"PUBLISH", 3, 3, &KeyValue::publish},
                                          {"SUBSCRIBE", 2, 0, &KeyValue::subscribe},
                                          {"UNSUBSCRIBE", 1, 0, &KeyValue::unsubscribe},
                                          {"REPLICAOF", 3, 3, &KeyValue::replica_of},
                                          {"SYNC", 1, 1, &KeyValue::sync}};
  const auto* found = std::find_if(std::begin(kCommands), std::end(kCommands),
                                   [word](const Command& command) { return command.word == word; });
  return found == std::end(kCommands) ? nullptr : found;
}

KeyValue::Answer KeyValue::auth(Client& client, const Request& request) {
  if (spec_.password.empty())
    return Value::error("ERR AUTH called without any password configured for the default user");
  const bool user_is_known = request.size() == 2 || request[1] == "default";
  if (!user_is_known || request.back() != spec_.password) {
    return Value::error("WRONGPASS invalid username-password pair or user is disabled.");
  }
  client.trusted = true;
  return ok();
}

KeyValue::Answer KeyValue::ping(Client& client, const Request& request) {
  if (!client.channels.empty()) {
    return Value::array({Value::bulk("pong"), Value::bulk(request.size() > 1 ? request[1] : "")});
  }
  return request.size() > 1 ? Value::bulk(request[1]) : Value::simple("PONG");
}

KeyValue::Answer KeyValue::quit(Client&, const Request&) {
  return ok();
}

KeyValue::Answer KeyValue::select(Client&, const Request& request) {
  return request[1] == "0" ? ok() : Value::error("ERR DB index is out of range");
}

KeyValue::Answer KeyValue::client_command(Client& client, const Request& request) {
  const std::string word = upper(request[1]);
  if (word == "ID") return Value::integer(to_number(client.session.id()));
  if (word == "GETNAME") return client.name.empty() ? Value() : Value::bulk(client.name);
  if (word == "LIST") return client_list();
  if (word == "SETNAME" && request.size() == 3) {
    client.name = request[2];
    return ok();
  }
  return Value::error("ERR unknown subcommand or wrong number of arguments; there are ID, GETNAME, SETNAME and LIST");
}

Value KeyValue::client_list() const {
  const world::Instant now = world_.clock().now();
  std::string text;
  for (const auto& [id, client] : clients_) {
    text += fmt::format("id={} addr={} name={} idle={} sub={}\n", id, client->session.remote().text(), client->name,
                        whole_seconds(now - client->session.last_heard()), client->channels.size());
  }
  return Value::bulk(text);
}

KeyValue::Answer KeyValue::command_docs(Client&, const Request&) {
  return Value::array({});
}

KeyValue::Answer KeyValue::info(Client&, const Request&) {
  const auto followers =
      std::count_if(clients_.begin(), clients_.end(), [](const auto& c) { return c.second->follows; });
  std::string text =
      fmt::format("# Clients\r\nconnected_clients:{}\r\nmaxclients:{}\r\n", clients_.size(), spec_.clients_max);
  text += fmt::format("# Memory\r\nused_memory:{}\r\nmaxmemory:{}\r\nmaxmemory_policy:{}\r\n", keys_.used_bytes(),
                      keys_.memory_max(), spec_.eviction == Eviction::noeviction ? "noeviction" : "allkeys-lru");
  text += fmt::format("# Persistence\r\nrdb_changes_since_last_save:{}\r\nrdb_last_save_time:{}\r\naof_enabled:{}\r\n",
                      persistence_.changes_since_save(), whole_seconds(persistence_.last_save().time_since_epoch()),
                      spec_.append_only == AppendOnly::no ? 0 : 1);
  text += fmt::format("# Stats\r\nevicted_keys:{}\r\n", keys_.evictions());
  text += fmt::format("# Replication\r\nrole:{}\r\nconnected_slaves:{}\r\n", leader_ ? "slave" : "master", followers);
  if (leader_) text += fmt::format("master_link_status:{}\r\n", *upstream_ != nullptr ? "up" : "down");
  text += fmt::format("# Keyspace\r\ndb0:keys={}\r\n", keys_.size());
  return Value::bulk(text);
}

KeyValue::Answer KeyValue::save(Client&, const Request&) {
  if (!persistence_.save(keys_, world_.clock().utc_now())) return Value::error("ERR the snapshot could not be written");
  return ok();
}

KeyValue::Answer KeyValue::bgsave(Client& client, const Request& request) {
  Answer saved = save(client, request);
  return saved->is_error() ? saved : Value::simple("Background saving started");
}

KeyValue::Answer KeyValue::shutdown(Client& client, const Request& request) {
  const bool saves = request.size() == 1 || upper(request[1]) == "SAVE";
  if (!saves && upper(request[1]) != "NOSAVE") return Value::error("ERR syntax error");
  if (saves && !persistence_.finish(keys_, world_.clock().utc_now())) {
    return Value::error("ERR Errors trying to SHUTDOWN: the disk takes nothing");
  }
  client.session.close();
  listener_->close();
  return said();
}

KeyValue::Answer KeyValue::publish(Client&, const Request& request) {
  const std::string message =
      resp::encode(Value::array({Value::bulk("message"), Value::bulk(request[1]), Value::bulk(request[2])}));
  std::int64_t heard = 0;
  for (const auto& [id, client] : clients_) {
    if (!client->channels.contains(request[1])) continue;
    client->session.send(message);
    ++heard;
  }
  return Value::integer(heard);
}

KeyValue::Answer KeyValue::subscribe(Client& client, const Request& request) {
  for (std::size_t i = 1; i < request.size(); ++i) {
    client.channels.insert(request[i]);
    client.session.send(told("subscribe", request[i], client.channels.size()));
  }
  return said();
}

KeyValue::Answer KeyValue::unsubscribe(Client& client, const Request& request) {
  const std::vector<std::string> leaves =
      request.size() > 1 ? std::vector<std::string>(request.begin() + 1, request.end())
                         : std::vector<std::string>(client.channels.begin(), client.channels.end());
  for (const std::string& channel : leaves) {
    client.channels.erase(channel);
    client.session.send(told("unsubscribe", channel, client.channels.size()));
  }
  if (leaves.empty()) return Value::array({Value::bulk("unsubscribe"), Value(), Value::integer(0)});
  return said();
}

KeyValue::Answer KeyValue::replica_of(Client&, const Request& request) {
  const bool leads = upper(request[1]) == "NO" && upper(request[2]) == "ONE";
  const auto port = whole_number(request[2]);
  if (!leads && (!port || *port < 1 || *port > 65'535)) return Value::error("ERR Invalid master port");
  leader_.reset();
  if (!leads) leader_ = world::Endpoint{request[1], static_cast<std::uint16_t>(*port)};
  drop_leader();
  role_changed_.notify_all();
  return ok();
}

// Everything there is, then every change as it comes.
KeyValue::Answer KeyValue::sync(Client& client, const Request&) {
  client.session.send(resp::encode(Request{"SNAPSHOT", std::to_string(keys_.size())}));
  keys_.each([&client](const std::string& key, const KeySpace::Item& item) {
    client.session.send(resp::encode(set_command(key, item)));
  });
  client.follows = true;
  return said();
}

}  // namespace checkride::harness::stores
