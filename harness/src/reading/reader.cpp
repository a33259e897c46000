#include "reading/reader.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace checkride::harness {

namespace {

std::string kinds_text(std::initializer_list<MemberKind> kinds) {
  std::string text;
  for (const MemberKind kind : kinds) text += (text.empty() ? "" : " or ") + std::string(to_string(kind));
  return text;
}

}  // namespace

std::optional<std::string> Reader::member(const values::Node& node, std::initializer_list<MemberKind> kinds) {
  const auto name = values::read_text(node, errors);
  if (!name) return std::nullopt;
  const auto kind = scenario.kind_of(*name);
  if (!kind) {
    const std::vector<std::string> names = scenario.members();
    errors.add(node.position(), fmt::format("there is no member \"{}\"{}", *name, values::suggestion(*name, names)));
    return std::nullopt;
  }
  if (unclear.contains(*name)) return name;
  if (kinds.size() != 0 && std::find(kinds.begin(), kinds.end(), *kind) == kinds.end()) {
    const bool knows_more = *kind == MemberKind::subject;  // than an application can be asked by all
    errors.add(node.position(),
               fmt::format("\"{}\" is a {}; a {} is needed here{}", *name, to_string(*kind), kinds_text(kinds),
                           knows_more ? ": of a subject use http, which asks it itself, log, file or exit" : ""));
    return std::nullopt;
  }
  return name;
}

std::string Reader::member(values::MapReader& map, std::string_view key, std::initializer_list<MemberKind> kinds) {
  const auto node = map.required_node(key);
  return node ? member(*node, kinds).value_or("") : "";
}

std::vector<std::string> Reader::members(const values::Node& node, std::initializer_list<MemberKind> kinds) {
  std::vector<std::string> names;
  const auto add = [&](const values::Node& item) {
    const auto name = member(item, kinds);
    if (!name) return;
    if (std::find(names.begin(), names.end(), *name) != names.end()) {
      errors.add(item.position(), fmt::format("\"{}\" is named twice", *name));
    } else {
      names.push_back(*name);
    }
  };
  const auto add_all = [&](const values::Node& list) {
    if (list.is_list() && list.items().empty()) errors.add(list.position(), "at least one member is needed");
    values::read_items(list, errors, add);
  };
  values::read_forms(node, values::Kind::list, add_all, add);
  return names;
}

void Reader::own_port(values::MapReader& map, const std::string& subject, Port* port) {
  const Subject* const found = scenario.subject(subject);
  if (found == nullptr) return;
  const auto& ports = found->ports;
  if (!map.has("port") && !ports.empty()) *port = ports.front();
  if (std::find(ports.begin(), ports.end(), *port) != ports.end()) return;
  const std::string_view word = to_string(*port);
  map.error("port",
            fmt::format("\"{}\" has no {} port: its subject says which it has, as ports: [{}]", subject, word, word));
}

std::vector<std::string> Reader::texts(const values::Node& node) {
  std::vector<std::string> texts;
  const auto all = [&](const values::Node& list) {
    texts = values::read_texts(list, errors).value_or(std::vector<std::string>{});
  };
  const auto one = [&](const values::Node& scalar) {
    if (auto text = values::read_text(scalar, errors)) texts.push_back(std::move(*text));
  };
  values::read_forms(node, values::Kind::list, all, one);
  return texts;
}

std::string Reader::optional_text(values::MapReader& map, std::string_view key) {
  std::string text;
  if (map.optional(key, &text) && text.empty()) map.error(key, "must not be empty");
  return text;
}

}  // namespace checkride::harness
