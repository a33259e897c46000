#include "faults/fault_reader.hpp"

#include <algorithm>
#include <limits>

#include "checkride/catalog/catalog.hpp"
#include "checkride/emulator/fault_language.hpp"
#include "checkride/protocol/codec.hpp"
#include "checkride/protocol/messages.hpp"
#include "checkride/result/assert.hpp"
#include "checkride/values/ascii.hpp"
#include "checkride/values/diagnostic.hpp"
#include "checkride/values/suggest.hpp"

namespace checkride::emulator {
namespace {

using values::MapReader;

constexpr protocol::Exception kLastException = protocol::Exception::camera_api;

// Data that are due go by the name of their answer.
std::vector<std::string_view> request_names() {
  std::vector<std::string_view> names;
  for (const protocol::MessageInfo& info : protocol::client_message_infos()) names.push_back(info.name);
  names.push_back(protocol::RecvSimObjectData::kInfo.name);
  names.push_back(protocol::RecvSimObjectDataByType::kInfo.name);
  names.push_back(protocol::RecvClientData::kInfo.name);
  return names;
}

std::vector<std::string_view> names_to_client() {
  std::vector<std::string_view> names;
  for (const protocol::MessageInfo& info : protocol::server_message_infos()) names.push_back(info.name);
  return names;
}

std::vector<std::string_view> names_from_client() {
  std::vector<std::string_view> names;
  for (const protocol::MessageInfo& info : protocol::client_message_infos()) names.push_back(info.name);
  return names;
}

bool is_among(const std::vector<std::string_view>& known, std::string_view name) {
  return std::any_of(known.begin(), known.end(), [name](std::string_view one) { return values::same_text(one, name); });
}

// A name that stands for nothing would be waited for in vain.
void check_message(MapReader& map, std::string_view key, const std::string& name,
                   const std::vector<std::string_view>& known) {
  if (is_among(known, name)) return;
  map.error(key, "there is no message " + values::quote(name) + values::suggestion(name, known));
}

// Which messages there are depends on the way in which they go.
void check_message_of_way(MapReader& map, std::string_view key, const std::string& name, std::string_view way) {
  const auto to_client = names_to_client();
  const auto from_client = names_from_client();
  const bool may_go_to = way != "from_client";
  const bool may_come_from = way != "to_client";
  if (may_go_to && may_come_from) {
    if (is_among(to_client, name)) return;
    return check_message(map, key, name, from_client);
  }
  const bool other_way = is_among(may_go_to ? from_client : to_client, name);
  if (!other_way || is_among(may_go_to ? to_client : from_client, name)) {
    return check_message(map, key, name, may_go_to ? to_client : from_client);
  }
  map.error(key, "there is no message " + values::quote(name) + " " + (may_go_to ? "to" : "from") +
                     " a client; with direction: " + (may_go_to ? "from_client" : "to_client") + " there is");
}

void check_variable(MapReader& map, const std::string& name) {
  if (name.size() > 2 && (name.starts_with("L:") || name.starts_with("l:"))) return;
  if (catalog::find_indexed_simvar(name)) return;
  const auto nearest = catalog::nearest_simvar(name);
  map.error("variables", "there is no variable " + values::quote(name) +
                             (nearest ? ", did you mean \"" + *nearest + "\"?" : std::string()));
}

void read_names(MapReader& map, const ParameterInfo& parameter, Fault* fault) {
  // A single message may be given as `message`, a single variable as `variable`.
  const std::string singular(parameter.name.substr(0, parameter.name.size() - 1));
  const bool one = map.has(singular) && !map.has(parameter.name);
  const std::string key = one ? singular : std::string(parameter.name);
  const auto node = parameter.required ? map.required_node(key) : map.node(key);
  if (!node) return;
  std::vector<std::string> names;
  if (node->is_list() && !one) {
    names = values::read_texts(*node, map.errors()).value_or(std::vector<std::string>());
    if (names.empty()) map.error(key, std::string(parameter.name) + ": at least one");
  } else if (auto name = values::read_text(*node, map.errors())) {
    names.push_back(std::move(*name));
  }
  for (const std::string& name : names) {
    if (parameter.type == ParameterType::variables) check_variable(map, name);
    if (parameter.type == ParameterType::requests) check_message(map, key, name, request_names());
  }
  fault->set(parameter.name, std::move(names));
}

// A code, or a name as the protocol page has it.
void read_exception(MapReader& map, const ParameterInfo& parameter, Fault* fault) {
  const auto node = map.node(parameter.name);
  if (!node) return;
  const auto last = static_cast<std::int64_t>(kLastException);
  const char first = node->text().empty() ? '0' : node->text().front();
  if (!node->is_scalar() || (first >= '0' && first <= '9') || first == '-') {
    const auto code = values::read_integer(*node, map.errors(), {1, last});
    if (code) fault->set(parameter.name, *code);
    return;
  }
  std::vector<std::string_view> names;
  for (std::int64_t code = 1; code <= last; ++code) {
    names.push_back(to_string(static_cast<protocol::Exception>(code)));
    if (values::same_text(names.back(), node->text())) return void(fault->set(parameter.name, code));
  }
  map.error(parameter.name, "there is no exception " + values::quote(node->text()) +
                                values::suggestion(node->text(), names) + "; 1 to 46 and their names are allowed");
}

template <class T>
void read_ranged(MapReader& map, const ParameterInfo& parameter, T min, T max, Fault* fault) {
  T value{};
  const values::Range<T> range{min, max};
  const bool read =
      parameter.required ? map.required(parameter.name, &value, range) : map.optional(parameter.name, &value, range);
  if (read) fault->set(parameter.name, value);
}

void read_word(MapReader& map, const ParameterInfo& parameter, Fault* fault) {
  const auto node = map.node(parameter.name);
  if (!node) return;
  std::vector<std::string_view> words;
  for (std::string_view rest = parameter.words; !rest.empty();) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    words.push_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  const auto which = values::read_word(*node, map.errors(), words);
  if (which) fault->set(parameter.name, std::string(words[*which]));
}

void read_parameter(MapReader& map, const ParameterInfo& parameter, Fault* fault) {
  switch (parameter.type) {
    case ParameterType::whole:
      return read_ranged<std::int64_t>(map, parameter, static_cast<std::int64_t>(parameter.min),
                                       static_cast<std::int64_t>(parameter.max), fault);
    case ParameterType::number:
      return read_ranged<double>(map, parameter, parameter.min, parameter.max, fault);
    case ParameterType::duration:
      return read_ranged<world::Duration>(map, parameter, world::from_seconds(parameter.min),
                                          world::from_seconds(parameter.max), fault);
    case ParameterType::boolean: {
      bool value = false;
      if (map.optional(parameter.name, &value)) fault->set(parameter.name, value);
      return;
    }
    case ParameterType::text: {
      std::string value;
      if (!map.optional(parameter.name, &value)) return;
      if (value.empty()) map.error(parameter.name, "must not be empty");
      fault->set(parameter.name, std::move(value));
      return;
    }
    case ParameterType::word:
      return read_word(map, parameter, fault);
    case ParameterType::exception:
      return read_exception(map, parameter, fault);
    case ParameterType::requests:
    case ParameterType::messages:
    case ParameterType::variables:
      return read_names(map, parameter, fault);
  }
}

}  // namespace

void read_fault(MapReader& map, Fault* fault) {
  for (const ParameterInfo& parameter : parameters_of(fault->kind())) read_parameter(map, parameter, fault);
  const auto* names = fault->find<std::vector<std::string>>("messages");
  if (names == nullptr || !fault->info().chooses) return;
  const auto* way = fault->find<std::string>("direction");
  const std::string_view key = map.has("messages") ? "messages" : "message";
  for (const std::string& name : *names) check_message_of_way(map, key, name, way == nullptr ? "to_client" : *way);
}

std::optional<Fault> read_whole_fault(MapReader& map) {
  std::string word;
  if (!map.required("kind", &word)) return std::nullopt;
  const auto kind = parse_fault_kind(word);
  if (!kind) {
    map.error("kind", kind.error().detail());
    return std::nullopt;
  }
  Fault fault(*kind);
  const std::size_t mistakes = map.errors().items().size();
  read_fault(map, &fault);
  if (map.errors().items().size() != mistakes) return std::nullopt;
  return fault;
}

std::vector<std::string_view> fault_words() {
  std::vector<std::string_view> words;
  for (const FaultInfo& fault : fault_infos()) words.push_back(fault.word);
  return words;
}

void check_fault(std::string_view kind, MapReader& map) {
  const auto known = parse_fault_kind(kind);
  CHECKRIDE_ASSERT(known.has_value());
  Fault fault(*known);
  const std::size_t mistakes = map.errors().items().size();
  read_fault(map, &fault);
  if (map.errors().items().size() != mistakes) return;
  const Result<> usable = check(fault);
  if (!usable) map.errors().add(map.position(), usable.error().detail());
}

}  // namespace checkride::emulator
