#include "services/balancer/balancer_change.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "checkride/values/suggest.hpp"

namespace checkride::harness::balancer {

namespace {

namespace json = boost::json;

constexpr std::pair<std::string_view, BackendState> kStates[] = {
    {"ready", BackendState::ready}, {"drain", BackendState::drain}, {"maintenance", BackendState::maintenance}};

Result<std::string> backend_of(const BalancerSpec& spec, std::string_view name) {
  std::vector<std::string> names;
  for (const BackendSpec& backend : spec.backends) names.push_back(backend.name);
  if (std::find(names.begin(), names.end(), name) != names.end()) return std::string(name);
  return Error::invalid(fmt::format("there is no backend \"{}\"{}", name, values::suggestion(name, names)));
}

Result<std::uint64_t> weight_of(const json::value& value) {
  boost::system::error_code failure;
  const auto number = value.to_number<std::uint64_t>(failure);
  if (!failure && number <= kWeightMax) return number;
  return Error::invalid(fmt::format("a weight is a whole number from 0 to {}", kWeightMax));
}

Result<BackendState> state_of(const json::value& value) {
  const auto state = value.is_string() ? backend_state(std::string_view(value.get_string())) : std::nullopt;
  if (state) return *state;
  return Error::invalid("the state of a backend is ready, drain or maintenance");
}

// Every entry of the object under `key`.
template <class T, class Read>
Result<> read_each(const json::object& document, std::string_view key, const BalancerSpec& spec, Read read,
                   std::vector<std::pair<std::string, T>>& into) {
  const json::value* found = document.if_contains(key);
  if (found == nullptr) return {};
  if (!found->is_object()) return Error::invalid(fmt::format("{} is given by the names of backends", key));
  for (const auto& entry : found->get_object()) {
    TRY(std::string name, backend_of(spec, std::string_view(entry.key())));
    TRY(T value, read(entry.value()));
    into.emplace_back(std::move(name), std::move(value));
  }
  return {};
}

}  // namespace

std::optional<BackendState> backend_state(std::string_view word) {
  for (const auto& [name, state] : kStates) {
    if (name == word) return state;
  }
  return std::nullopt;
}

std::string_view to_string(BackendState state) {
  for (const auto& [name, one] : kStates) {
    if (one == state) return name;
  }
  return "";
}

Result<BalancerChange> parse_change(const BalancerSpec& spec, const std::string& text) {
  boost::system::error_code failure;
  const json::value document = json::parse(text, failure);
  if (failure || !document.is_object()) return Error::invalid("what a balancer is set to is an object");
  const json::object& object = document.get_object();
  for (const auto& entry : object) {
    if (entry.key() != "weights" && entry.key() != "state") {
      return Error::invalid(
          fmt::format("a balancer has weights and state to set, not \"{}\"", std::string_view(entry.key())));
    }
  }
  BalancerChange change;
  TRY_VOID(read_each(object, "weights", spec, weight_of, change.weights));
  TRY_VOID(read_each(object, "state", spec, state_of, change.states));
  return change;
}

}  // namespace checkride::harness::balancer
