#include "capture/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "capture/picked_ids.hpp"
#include "checkride/protocol/field_values.hpp"
#include "checkride/values/ascii.hpp"

namespace checkride::harness {
namespace {

using protocol::FieldValue;
using protocol::IdKind;

// What a decoded answer says: its fields, with the values of its data in place of their bytes.
struct Answer {
  world::Duration at{};
  std::uint64_t packet = 0;
  std::string message;
  std::string which;  // what it answers: "request_id 7"
  std::vector<talk::DataValue> values;
};

Answer answer_in(const TimedFrame& frame, protocol::Protocol version, const talk::DataBook& book) {
  Answer answer{frame.at, frame.packet, {}, {}, {}};
  const auto decoded = protocol::decode_server(frame.bytes, version);
  if (!decoded) {
    answer.message = std::string(decoded.error().message);
    FieldValue whole;
    whole.path = "frame";
    whole.value = frame.bytes;
    answer.values.push_back({std::move(whole), {}});
    return answer;
  }
  const auto* info = protocol::info_of(decoded->message);
  answer.message = info == nullptr ? "Unknown" : std::string(info->name);
  auto fields = protocol::field_values(decoded->message, version);
  answer.which = which_of(fields);
  auto data = book.values_of(decoded->message);
  for (FieldValue& field : fields) {
    field.id = kind_of(decoded->message, field);
    if (data && data->left_over == 0 && field.path == "data") continue;
    answer.values.push_back({std::move(field), {}});
  }
  if (data) std::move(data->values.begin(), data->values.end(), std::back_inserter(answer.values));
  return answer;
}

std::optional<double> number_in(const FieldValue& field) {
  if (const auto* value = std::get_if<double>(&field.value)) return *value;
  if (const auto* value = std::get_if<float>(&field.value)) return static_cast<double>(*value);
  if (const auto* value = std::get_if<std::int64_t>(&field.value)) return static_cast<double>(*value);
  return std::nullopt;
}

std::string unit_of(const talk::DataValue& value) {
  const bool of_the_field = value.unit.empty() && value.field.unit != protocol::Unit::none;
  return of_the_field ? std::string(protocol::to_string(value.field.unit)) : value.unit;
}

// One connection being compared.
class Comparison {
 public:
  Comparison(const Tolerances& tolerances, std::size_t connection, Fidelity& fidelity)
      : tolerances_(tolerances), connection_(connection), fidelity_(fidelity) {}

  void pair(const Answer& expected, const Answer& got, std::size_t place) {
    std::vector<Difference> differences;
    compare_values(expected, got, differences);
    if (std::chrono::abs(expected.at - got.at) > tolerances_.time()) {
      differences.push_back({0, {}, {}, 0, "time", "s", seconds(expected.at), seconds(got.at), false});
    }
    for (Difference& difference : differences) name(difference, expected, place);
    ++fidelity_.compared;
    const bool tolerated =
        std::all_of(differences.begin(), differences.end(), [](const auto& d) { return d.tolerated; });
    if (differences.empty()) ++fidelity_.identical;
    if (!differences.empty() && tolerated) ++fidelity_.within_tolerance;
    std::move(differences.begin(), differences.end(), std::back_inserter(fidelity_.differences));
  }
  void missing(const Answer& expected, std::size_t place) { lone(expected, place, "an answer", "none"); }
  void unexpected(const Answer& got, std::size_t place) { lone(got, place, "none", "an answer"); }

 private:
  static std::string seconds(world::Duration at) { return fmt::format("{:.3f}", world::to_seconds(at)); }

  void name(Difference& difference, const Answer& answer, std::size_t place) const {
    difference.connection = connection_;
    difference.message = answer.message;
    difference.which = fmt::format("{}{}no. {}", answer.which, answer.which.empty() ? "" : ", ", place + 1);
    difference.packet = answer.packet;
  }

  void lone(const Answer& answer, std::size_t place, const char* expected, const char* got) {
    ++fidelity_.compared;
    fidelity_.fields_compared += answer.values.size();
    Difference difference{0, {}, {}, 0, {}, {}, expected, got, false};
    name(difference, answer, place);
    fidelity_.differences.push_back(std::move(difference));
  }

  // Ids that nobody picks.
  static bool is_fixed(IdKind kind, std::uint64_t id) {
    return id == 0 || (kind == IdKind::object && is_fixed_object(id));
  }

  // Ids that the simulator picked: equal ones in the capture must be equal now, different ones different.
  bool same_id(IdKind kind, std::uint64_t expected, std::uint64_t got) {
    if (is_fixed(kind, expected) || is_fixed(kind, got)) return expected == got;
    return (kind == IdKind::object ? fidelity_.objects : records_).match(expected, got);
  }

  bool same(const FieldValue& expected, const FieldValue& got) {
    if (expected.id == IdKind::input_event) return same_input(expected, got);
    const bool picked = expected.id == IdKind::object || expected.id == IdKind::record;
    const auto* a = picked ? std::get_if<std::uint64_t>(&expected.value) : nullptr;
    const auto* b = picked ? std::get_if<std::uint64_t>(&got.value) : nullptr;
    // Equal ones are remembered too: another that turns into one of them is not the same.
    return a != nullptr && b != nullptr ? same_id(expected.id, *a, *b) : expected.value == got.value;
  }

  // Hashes of input events are known by the names that they stand for.
  bool same_input(const FieldValue& expected, const FieldValue& got) const {
    if (expected.value == got.value || got.id != IdKind::input_event) return expected.value == got.value;
    const auto then = fidelity_.inputs_then.find(std::get<std::uint64_t>(expected.value));
    const auto now = fidelity_.inputs_now.find(std::get<std::uint64_t>(got.value));
    return then != fidelity_.inputs_then.end() && now != fidelity_.inputs_now.end() && then->second == now->second;
  }

  void compare_values(const Answer& expected, const Answer& got, std::vector<Difference>& differences) {
    const std::size_t fields = std::max(expected.values.size(), got.values.size());
    for (std::size_t i = 0; i < fields; ++i) {
      if (i >= expected.values.size() || i >= got.values.size()) {
        const bool more = i < got.values.size();
        const auto& value = more ? got.values[i] : expected.values[i];
        const std::string text = text_of(value.field);
        differences.push_back(
            {0, {}, {}, 0, value.field.path, value.unit, more ? "nothing" : text, more ? text : "nothing", false});
        continue;
      }
      for (const std::string& name : {expected.values[i].field.path, unit_of(expected.values[i])}) {
        fidelity_.names.insert(values::lower(name));
      }
      compare_value(expected.values[i], got.values[i], differences);
    }
    fidelity_.fields_compared += fields;
    fidelity_.fields_identical += fields - differences.size();
  }

  void compare_value(const talk::DataValue& expected, const talk::DataValue& got,
                     std::vector<Difference>& differences) {
    if (expected.field.path == got.field.path && same(expected.field, got.field)) return;
    const auto wanted = number_in(expected.field);
    const auto number = number_in(got.field);
    const std::string unit = unit_of(expected);
    const Tolerance tolerance = tolerances_.of(expected.field.path, unit);
    const bool tolerated =
        expected.field.path == got.field.path && wanted && number && tolerance.holds(*wanted, *number);
    Difference difference{0,        {}, {}, 0, expected.field.path, unit, text_of(expected.field), text_of(got.field),
                          tolerated};
    if (wanted && number) difference.off = tolerance.distance(*wanted, *number);
    differences.push_back(std::move(difference));
  }

  const Tolerances& tolerances_;
  std::size_t connection_;
  Fidelity& fidelity_;
  IdPairs records_;  // of facilities: every client has its own
};

// Answers by kind and what they answer, each in order.
using Groups = std::map<std::pair<std::string, std::string>, std::vector<Answer>>;

Groups groups_of(const std::vector<TimedFrame>& frames, const ScriptConnection& recorded) {
  Groups groups;
  talk::DataBook book;
  std::size_t said = 0;
  for (const TimedFrame& frame : frames) {
    for (; said < recorded.says.size() && recorded.says[said].at <= frame.at; ++said) {
      const auto heard = protocol::decode_client(recorded.says[said].bytes);
      if (heard) book.hear(*heard);
    }
    Answer answer = answer_in(frame, recorded.version, book);
    groups[{answer.message, answer.which}].push_back(std::move(answer));
  }
  return groups;
}

bool nearer(const Answer& candidate, const Answer& to, const Answer& than) {
  return std::chrono::abs(candidate.at - to.at) < std::chrono::abs(than.at - to.at);
}

// What of a group has no partner in the other.
struct Alone {
  std::vector<std::size_t> missing;
  std::vector<std::size_t> unexpected;
};

// Pairs the answers of a group in order. Where one side has fewer, the ones that are left alone are those whose
// neighbour is nearer in time, so that one answer that is missing does not shift all that follow.
template <class Pair>
Alone align(const std::vector<Answer>& expected, const std::vector<Answer>& got, Pair pair) {
  Alone alone;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < expected.size() && j < got.size()) {
    const std::size_t left = expected.size() - i;
    const std::size_t left_got = got.size() - j;
    if (left > left_got && nearer(expected[i + 1], got[j], expected[i])) {
      alone.missing.push_back(i++);
    } else if (left < left_got && nearer(got[j + 1], expected[i], got[j])) {
      alone.unexpected.push_back(j++);
    } else {
      pair(i++, j++);
    }
  }
  while (i < expected.size()) alone.missing.push_back(i++);
  while (j < got.size()) alone.unexpected.push_back(j++);
  return alone;
}

// Objects that a client made, by its requests.
std::map<protocol::RequestId, std::vector<std::uint64_t>> made_objects(const std::vector<TimedFrame>& answers,
                                                                       protocol::Protocol version) {
  std::map<protocol::RequestId, std::vector<std::uint64_t>> made;
  for (const TimedFrame& answer : answers) {
    const auto decoded = protocol::decode_server(answer.bytes, version);
    if (!decoded) continue;
    const auto* assigned = std::get_if<protocol::RecvAssignedObjectId>(&decoded->message);
    if (assigned != nullptr) made[assigned->request_id].push_back(assigned->object_id.value);
  }
  return made;
}

// So many answers to one request repeat.
constexpr std::size_t kPeriodicLeast = 2;

double percent(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

bool IdPairs::match(std::uint64_t recorded, std::uint64_t now) {
  const bool there = now_.try_emplace(recorded, now).first->second == now;
  const bool back = recorded_.try_emplace(now, recorded).first->second == recorded;
  return there && back;
}

std::vector<FieldSummary> Fidelity::fields() const {
  std::map<std::pair<std::string, std::string>, FieldSummary> by_field;
  for (const Difference& difference : differences) {
    FieldSummary& summary = by_field[{difference.message, difference.field}];
    summary.message = difference.message;
    summary.field = difference.field;
    summary.unit = difference.unit;
    ++summary.count;
    if (difference.tolerated) ++summary.tolerated;
    if (difference.off && !(summary.off_max && *summary.off_max >= *difference.off)) summary.off_max = difference.off;
  }
  std::vector<FieldSummary> summaries;
  for (auto& [key, summary] : by_field) summaries.push_back(std::move(summary));
  return summaries;
}

double Fidelity::identical_percent() const {
  return percent(identical, compared);
}

double Fidelity::within_tolerance_percent() const {
  return percent(identical + within_tolerance, compared);
}

double Fidelity::fields_identical_percent() const {
  return percent(fields_identical, fields_compared);
}

void pair_ids(const ScriptConnection& recorded, const std::vector<TimedFrame>& heard, Fidelity& fidelity) {
  const auto expected = made_objects(recorded.answers, recorded.version);
  const auto got = made_objects(heard, recorded.version);
  for (const auto& [request, objects] : expected) {
    const auto now = got.find(request);
    // With another number of them it is not known which one is missing.
    if (now == got.end() || now->second.size() != objects.size()) continue;
    for (std::size_t i = 0; i < objects.size(); ++i) (void)fidelity.objects.match(objects[i], now->second[i]);
  }
  for (const TimedFrame& answer : recorded.answers) {
    take_input_names(answer.bytes, recorded.version, fidelity.inputs_then);
  }
  for (const TimedFrame& answer : heard) take_input_names(answer.bytes, recorded.version, fidelity.inputs_now);
}

void compare(const ScriptConnection& recorded, const std::vector<TimedFrame>& heard, const Tolerances& tolerances,
             std::size_t number, Fidelity& fidelity) {
  Comparison comparison(tolerances, number, fidelity);
  const Groups expected = groups_of(recorded.answers, recorded);
  Groups got = groups_of(heard, recorded);
  if (recorded.beginning_missing) std::erase_if(got, [](const auto& group) { return group.first.first == "OPEN"; });
  world::Duration end{};
  for (const TimedFrame& answer : recorded.answers) end = std::max(end, answer.at);
  for (const auto& [key, unused] : expected) got[key];
  for (const auto& [key, live] : got) {
    const auto known = expected.find(key);
    const std::vector<Answer> answers = known == expected.end() ? std::vector<Answer>() : known->second;
    const auto alone =
        align(answers, live, [&](std::size_t i, std::size_t j) { comparison.pair(answers[i], live[j], i); });
    for (const std::size_t i : alone.missing) comparison.missing(answers[i], i);
    // What comes later than anything in the capture was not expected yet; a period may have begun a little earlier.
    const world::Duration until = answers.size() < kPeriodicLeast ? end : end - tolerances.time();
    for (const std::size_t j : alone.unexpected) {
      if (live[j].at <= until) comparison.unexpected(live[j], j);
    }
  }
}

}  // namespace checkride::harness
