// What is tested by its command: an application that is not ours.
#include <fmt/format.h>

#include <algorithm>

#include "reading/one_of.hpp"
#include "reading/placeholders.hpp"
#include "scenario/readers.hpp"

namespace checkride::harness {

namespace {

using values::MapReader;
using values::Node;

constexpr std::string_view kReadyWords[] = {"http", "log", "after"};

const std::vector<std::string_view>& port_words() {
  static const std::vector<std::string_view> kWords{"health", "metrics", "control"};
  return kWords;
}

void read_ports(MapReader& map, Subject& subject, Reader& reader) {
  constexpr Port kPorts[] = {Port::health, Port::metrics, Port::control};
  map.list("ports", [&](const Node& item) {
    const auto word = values::read_word(item, reader.errors, port_words());
    if (!word) return;
    const Port port = kPorts[*word];
    if (std::find(subject.ports.begin(), subject.ports.end(), port) != subject.ports.end()) {
      reader.errors.add(item.position(), fmt::format("\"{}\" is named twice", port_words()[*word]));
    } else if (reader.scenario.kind_of(port_words()[*word])) {
      reader.errors.add(
          item.position(),
          fmt::format("${0}.port would be of the member \"{0}\" and of the port: call the member otherwise",
                      port_words()[*word]));
    } else {
      subject.ports.push_back(port);
    }
  });
}

void read_ready_word(MapReader& map, std::size_t word, SubjectReady& ready) {
  switch (word) {
    case 0:
      if (map.required("http", &ready.http) && !ready.http.starts_with('/')) {
        map.error("http", "a path starts with /");
      }
      map.optional("status", &ready.status, values::Range<int>{100, 599});
      return;
    case 1:
      if (map.required("log", &ready.log) && ready.log.empty()) map.error("log", "must not be empty");
      return;
    default:
      Duration after{};
      if (map.required("after", &after)) ready.after = after;
  }
}

// `port` is a way of its own, and says for http which of several ports is asked.
void read_ready(MapReader& map, Subject& subject) {
  SubjectReady& ready = subject.ready;
  const auto word =
      read_at_most_one_of(map, kReadyWords, "ready", [&](std::size_t which) { read_ready_word(map, which, ready); });
  map.choice<Port>("port", &ready.port,
                   {{"health", Port::health}, {"metrics", Port::metrics}, {"control", Port::control}});
  map.optional("within", &ready.within);
  if (map.described() || !map.self().is_map()) return;
  const bool some =
      std::any_of(std::begin(kReadyWords), std::end(kReadyWords), [&](std::string_view key) { return map.has(key); });
  if (!some && !map.has("port")) {
    map.errors().add(map.position(), "what shows that it is ready? Give http, log, port or after");
  }
  if (word && *word != 0 && map.has("port")) {
    map.error("port", fmt::format("a port is tried alone or with http, not with {}", kReadyWords[*word]));
  }
  if (ready.port && std::find(subject.ports.begin(), subject.ports.end(), *ready.port) == subject.ports.end()) {
    map.error("port", fmt::format("the subject has no such port: list it in its ports, as ports: [{}]",
                                  to_string(*ready.port)));
  }
  if (!ready.http.empty() && subject.ports.empty()) {
    map.error("http", "the subject has no port to ask: list it in its ports, as ports: [health]");
  }
}

// A text of the command or of the environment; every name in it must be one that the rig can fill in.
std::optional<std::string> read_filled(const Node& node, const Monitor& monitor, Reader& reader) {
  auto text = values::read_text(node, reader.errors);
  if (!text) return text;
  const std::vector<std::string> names = placeholder_names(reader.scenario, monitor);
  (void)fill_placeholders(*text, [&](std::string_view name) -> std::optional<std::string> {
    const std::string_view member = name.substr(0, name.find('.'));
    const bool known = std::find(names.begin(), names.end(), name) != names.end();
    if (known || reader.unclear.contains(std::string(member))) return std::nullopt;
    const bool unlisted =
        reader.scenario.kind_of(member) == MemberKind::simulator &&
        std::find(monitor.simulators.begin(), monitor.simulators.end(), member) == monitor.simulators.end();
    const std::string hint = unlisted ? fmt::format(": list {} in the simulators of \"{}\"", member, monitor.name)
                                      : values::suggestion(name, names);
    reader.errors.add(node.position(), fmt::format("nothing here is called ${}{}", name,
                                                   hint.empty() ? " (write MEMBER.host, MEMBER.port, PORT.port of its "
                                                                  "own ports, or folder; $$ for a plain $)"
                                                                : hint));
    return std::nullopt;
  });
  return text;
}

}  // namespace

void read_subject(const Node& node, Monitor& monitor, Reader& reader) {
  Subject& subject = monitor.subject.emplace();
  MapReader map(node, reader.errors);
  read_ports(map, subject, reader);
  std::size_t words = 0;
  const bool listed = map.required_list("command", [&](const Node& word) {
    ++words;
    if (auto text = read_filled(word, monitor, reader)) subject.command.push_back(std::move(*text));
  });
  if (listed && words == 0 && !map.described()) map.error("command", "a program is needed, and then its arguments");
  map.entries("env", [&](const values::Entry& variable) {
    if (auto text = read_filled(variable.value, monitor, reader)) {
      subject.env.insert_or_assign(variable.key, std::move(*text));
    }
  });
  if (const auto folder = map.node("folder")) subject.folder = read_path(*folder, reader);
  map.map(
      "ready", [&](MapReader& ready) { read_ready(ready, subject); }, MapReader::Absent::defaults);
  map.choice(
      "stop", &subject.stop,
      {{"terminate", SubjectStop::terminate}, {"interrupt", SubjectStop::interrupt}, {"kill", SubjectStop::kill}});
  map.finish();
}

}  // namespace checkride::harness
