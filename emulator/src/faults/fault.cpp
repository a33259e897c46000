#include "faults/fault.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "checkride/values/duration.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;

// The longest time without a frame: a client that hears nothing for longer has a better fault in `silent`.
constexpr world::Duration kLongestFreeze = 10min;

template <class T>
T parsed(std::string_view text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  CHECKRIDE_ASSERT(error == std::errc() && end == text.data() + text.size());  // a default of the table
  return value;
}

ParameterValue default_of(const ParameterInfo& parameter) {
  const std::string_view written = parameter.fallback;
  switch (parameter.type) {
    case ParameterType::whole:
    case ParameterType::exception:
      return parsed<std::int64_t>(written);
    case ParameterType::number:
      return parsed<double>(written);
    case ParameterType::duration: {
      const auto duration = values::parse_duration(written);
      CHECKRIDE_ASSERT(duration.has_value());
      return *duration;
    }
    case ParameterType::boolean:
      return written == "true";
    default:
      return std::string(written);
  }
}

std::size_t alternative_of(ParameterType type) {
  switch (type) {
    case ParameterType::whole:
    case ParameterType::exception:
      return 0;
    case ParameterType::number:
      return 1;
    case ParameterType::duration:
      return 2;
    case ParameterType::boolean:
      return 3;
    case ParameterType::text:
    case ParameterType::word:
      return 4;
    default:
      return 5;
  }
}

struct Write {
  values::json::Writer& json;
  void operator()(std::int64_t value) const { json.value(value); }
  void operator()(double value) const { json.value(value); }
  void operator()(world::Duration value) const { json.value(values::format_duration(value)); }
  void operator()(bool value) const { json.value(value); }
  void operator()(const std::string& value) const { json.value(value); }
  void operator()(const std::vector<std::string>& value) const {
    json.begin_array();
    for (const std::string& item : value) json.value(item);
    json.end_array();
  }
};

}  // namespace

Fault::Fault(FaultKind kind) : kind_(kind) {
  for (const ParameterInfo& parameter : parameters_of(kind)) {
    if (!parameter.fallback.empty()) values_.emplace(parameter.name, default_of(parameter));
  }
}

Fault& Fault::set(std::string_view name, ParameterValue value) {
  const std::vector<ParameterInfo> known = parameters_of(kind_);
  const auto parameter = std::find_if(known.begin(), known.end(), [name](const auto& one) { return one.name == name; });
  CHECKRIDE_ASSERT(parameter != known.end());
  CHECKRIDE_ASSERT(alternative_of(parameter->type) == value.index());
  values_.insert_or_assign(std::string(name), std::move(value));
  return *this;
}

void Fault::write(values::json::Writer& json) const {
  json.member("kind", text(kind_));
  for (const ParameterInfo& parameter : parameters_of(kind_)) {
    const auto found = values_.find(parameter.name);
    if (found == values_.end()) continue;
    json.key(parameter.name);
    std::visit(Write{json}, found->second);
  }
}

Result<> check(const Fault& fault) {
  const auto* client = fault.find<std::string>("client");
  if (client != nullptr && client->empty()) {
    return Error::invalid("client: empty; a client id or name, or leave it out");
  }
  const auto* duration = fault.find<world::Duration>("duration");
  if (duration != nullptr && *duration <= world::Duration::zero()) {
    return Error::invalid("duration: must be above zero; leave it out for a fault that lasts until it is removed");
  }
  if (fault.kind() == FaultKind::frozen_frames && (duration == nullptr || *duration > kLongestFreeze)) {
    return Error::invalid("duration: frozen_frames needs one, at most " + values::format_duration(kLongestFreeze));
  }
  if (fault.kind() == FaultKind::value_garbage && fault.number("low") > fault.number("high")) {
    return Error::invalid("low: above high");
  }
  if (fault.kind() == FaultKind::value_slow && fault.number("rate") == 0 &&
      fault.get<world::Duration>("time_constant") == world::Duration::zero()) {
    return Error::invalid("value_slow: needs a time_constant or a rate above zero");
  }
  return {};
}

}  // namespace checkride::emulator
