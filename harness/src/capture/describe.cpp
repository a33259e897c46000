#include "capture/describe.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "capture/line.hpp"
#include "checkride/talk/talk.hpp"
#include "checkride/values/diagnostic.hpp"

namespace checkride::harness {
namespace {

using talk::TalkEvent;
using talk::Time;

bool contains(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// What a client asked and named so far, for telling what answers mean.
class Memory {
 public:
  void relate(Line& line, Time now) {
    std::optional<std::uint64_t> request;
    std::optional<std::uint64_t> event_id;
    std::string name;
    for (const protocol::FieldValue& field : line.fields) {
      const auto* number = std::get_if<std::uint64_t>(&field.value);
      if (field.id == protocol::IdKind::request && number != nullptr && !request) request = *number;
      if (field.id == protocol::IdKind::event && number != nullptr && !event_id) event_id = *number;
      if (field.path == "event_name" || field.path == "system_event_name") name = protocol::text_of(field);
    }
    if (line.send_id) {
      remember(sent_, *line.send_id, now);
      if (request) remember(requests_, *request, now);
      if (event_id && !name.empty()) remember(events_, *event_id, name);
    } else if (line.refusal) {
      line.response_ms = since(sent_, line.refusal->send_id, now);
    } else if (request) {
      line.response_ms = since(requests_, *request, now);
    }
    const auto named = event_id && name.empty() ? events_.find(*event_id) : events_.end();
    if (named != events_.end()) line.named = named->second;
  }

 private:
  using Times = std::map<std::uint64_t, Time>;
  static constexpr std::size_t kRememberedMax = 65'536;

  template <class Value>
  static void remember(std::map<std::uint64_t, Value>& values, std::uint64_t id, const Value& value) {
    if (values.size() >= kRememberedMax && !values.contains(id)) values.erase(values.begin());
    values.insert_or_assign(id, value);
  }
  static std::optional<double> since(const Times& times, std::uint64_t id, Time now) {
    const auto found = times.find(id);
    if (found == times.end()) return std::nullopt;
    return std::chrono::duration<double, std::milli>(now - found->second).count();
  }

  Times sent_;
  Times requests_;
  std::map<std::uint64_t, std::string> events_;
};

// What a line is about, beside the event itself.
struct Speaker {
  std::string client;
  std::string server;
  std::string application;
  talk::DataBook book;
  Memory memory;
};

// Who speaks in a capture. The names that clients gave themselves stand in the middle of what is to be chosen by them.
struct Clients {
  std::map<std::size_t, std::string> names;      // by connection
  std::map<std::size_t, std::string> addresses;  // of those of which there is a line
};

Result<Clients> clients_in(const std::string& file, std::span<const std::byte> bytes) {
  Clients clients;
  talk::TalkReader reader(file, bytes);
  while (true) {
    TRY(const std::optional<TalkEvent> event, reader.next());
    if (!event) return clients;
    clients.addresses[event->connection] = reader.connections()[event->connection].client.text();
    if (event->kind != TalkEvent::Kind::frame || event->way != capture::Way::to_server) continue;
    const auto frame = protocol::decode_client(event->frame);
    if (!frame) continue;
    const auto* open = std::get_if<protocol::Open>(&frame->message);
    if (open != nullptr) clients.names[event->connection] = std::string(open->application_name);
  }
}

// "1 (10.0.0.2:40001, "Sample client"), 2 (10.0.0.2:40002)"; the first of many.
std::string list_of(const Clients& clients) {
  constexpr std::size_t kToldMax = 20;
  std::string list;
  std::size_t told = 0;
  for (const auto& [connection, address] : clients.addresses) {
    if (told++ == kToldMax) return list + fmt::format(" and {} more", clients.addresses.size() - kToldMax);
    const auto name = clients.names.find(connection);
    list += fmt::format("{}{} ({}{})", list.empty() ? "" : ", ", connection + 1, address,
                        name == clients.names.end() ? std::string() : ", " + values::quote(name->second));
  }
  return list;
}

Result<> check_wanted(const std::string& file, const std::vector<std::string>& wanted, const Clients& clients) {
  for (const std::string& who : wanted) {
    const bool there = std::ranges::any_of(clients.addresses, [&](const auto& entry) {
      const auto name = clients.names.find(entry.first);
      return who == std::to_string(entry.first + 1) || who == entry.second ||
             (name != clients.names.end() && who == name->second);
    });
    if (there) continue;
    const std::string who_is = clients.addresses.empty() ? "no client of SimConnect at all" : list_of(clients);
    return Error::invalid(fmt::format("--client: {} is none of {}: there is {}", values::quote(who), file, who_is));
  }
  return {};
}

class Describer {
 public:
  Describer(const DescribeOptions& options, std::map<std::size_t, std::string> names,
            const std::function<void(std::string_view)>& print)
      : options_(options), names_(std::move(names)), print_(print) {}

  void take(const TalkEvent& event, const capture::StreamConnection& connection) {
    Speaker& speaker = speakers_[event.connection];
    speaker.client = connection.client.text();
    speaker.server = connection.server.text();
    speaker.application = names_[event.connection];
    Line line = line_of(event, speaker.book);
    speaker.memory.relate(line, event.time);
    line.client = speaker.client;
    line.server = speaker.server;
    line.application = speaker.application;
    if (wanted(event, line)) print_(options_.json ? json_text(line) : plain_text(line));
  }

 private:
  bool wanted(const TalkEvent& event, const Line& line) const {
    const bool client = options_.clients.empty() || contains(options_.clients, std::to_string(event.connection + 1)) ||
                        contains(options_.clients, line.client) || contains(options_.clients, line.application);
    return client && (options_.messages.empty() || contains(options_.messages, line.message));
  }

  const DescribeOptions& options_;
  std::map<std::size_t, std::string> names_;
  const std::function<void(std::string_view)>& print_;
  std::map<std::size_t, Speaker> speakers_;
};

template <class... Messages>
void append_names(protocol::MessageList<Messages...> /*list*/, std::vector<std::string>& names) {
  (names.emplace_back(Messages::kInfo.name), ...);
}

}  // namespace

std::vector<std::string> message_names() {
  std::vector<std::string> names;
  append_names(protocol::ClientMessages{}, names);
  append_names(protocol::ServerMessages{}, names);
  names.emplace_back("Unknown");
  return names;
}

Result<> describe(const std::string& file, std::span<const std::byte> bytes, const DescribeOptions& options,
                  const std::function<void(std::string_view)>& print) {
  TRY(Clients clients, clients_in(file, bytes));
  TRY_VOID(check_wanted(file, options.clients, clients));
  Describer describer(options, std::move(clients.names), print);
  talk::TalkReader reader(file, bytes);
  while (true) {
    TRY(const std::optional<TalkEvent> event, reader.next());
    if (!event) break;
    describer.take(*event, reader.connections()[event->connection]);
  }
  if (options.json) return {};
  for (const std::string& note : reader.notes()) print("note: " + note);
  if (clients.addresses.empty()) print("note: there is no client of SimConnect in " + file);
  return {};
}

}  // namespace checkride::harness
