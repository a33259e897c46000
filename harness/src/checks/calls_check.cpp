#include "checks/calls_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "checkride/protocol/codec.hpp"
#include "checkride/values/ascii.hpp"
#include "checkride/values/suggest.hpp"
#include "checks/answers.hpp"
#include "checks/sight.hpp"

namespace checkride::harness {

namespace {

// Of what a call wrote, by the name of the variable or by place from 1: {"data":{"values":[{"datum","name","value"}]}}.
Value datum_of(const JsonDocument& call, const std::string& which) {
  std::size_t place = 0;
  const auto [end, code] = std::from_chars(which.data(), which.data() + which.size(), place);
  const bool by_place = code == std::errc() && end == which.data() + which.size();
  for (std::size_t i = 0;; ++i) {
    const std::string datum = fmt::format("/data/values/{}", i);
    const Value name = call.at(datum + "/name");
    if (std::holds_alternative<std::monostate>(name)) return Value();
    const auto* text = std::get_if<std::string>(&name);
    const bool named = text != nullptr && values::same_text(*text, which);
    if (by_place ? call.at(datum + "/datum") == Value(static_cast<double>(place)) : named) {
      return call.at(datum + "/value");
    }
  }
}

bool fits(const CallsCheck& check, const WireCall& call) {
  if (!check.message.empty() && call.message != check.message) return false;
  if (!check.client.empty() && call.client != check.client) return false;
  if (check.fields.empty() && check.data.empty()) return true;
  const auto document = JsonDocument::parse(call.json);
  if (!document) return false;
  return std::all_of(check.fields.begin(), check.fields.end(),
                     [&](const Compared& one) { return one.matcher.try_on(document->at(one.name)).holds; }) &&
         std::all_of(check.data.begin(), check.data.end(),
                     [&](const Compared& one) { return one.matcher.try_on(datum_of(*document, one.name)).holds; });
}

std::uint64_t matching(const CallsCheck& check, const std::vector<WireCall>& calls) {
  return static_cast<std::uint64_t>(
      std::count_if(calls.begin(), calls.end(), [&](const WireCall& call) { return fits(check, call); }));
}

// The simulator's tail, brought up to date; all checks of a run share it.
world::Task<CallTail*> read_tail(Sight& sight, const std::string& member) {
  CallTail& tail = remembered<CallTail>(sight, "calls of " + member);
  const std::uint64_t start = sight.starts(member);
  if (tail.start != start) tail = CallTail{start, {}, {}};
  auto more = co_await sight.simulator(member).calls_since(tail.last());
  // It may have been started anew while we asked.
  if (tail.start == start && sight.starts(member) == start) tail.add(std::move(more));
  co_return &tail;
}

class CallsKind final : public CheckKind {
 public:
  CallsKind(CallsCheck check, std::string text) : check_(std::move(check)), text_(std::move(text)) {}

  std::string text() const override { return text_; }
  std::vector<std::string> members() const override { return {check_.of}; }
  Traits traits() const override {
    Traits traits;
    traits.needs_up = true;
    check_.count.mark(traits);
    return traits;
  }
  world::Task<Seen> see(Sight& sight) const override {
    const CallTail* tail = co_await read_tail(sight, check_.of);
    co_return check_calls(check_, *tail);
  }
  bool is_quantity() const override { return true; }
  world::Task<Result<double>> quantity(Sight& sight) const override {
    const CallTail* tail = co_await read_tail(sight, check_.of);
    if (!tail->lost.empty()) co_return Error::invalid(tail->lost);
    co_return static_cast<double>(matching(check_, tail->calls));
  }

 private:
  CallsCheck check_;
  std::string text_;
};

void read_message(values::MapReader& map, CallsCheck& check) {
  if (!map.optional("message", &check.message)) return;
  std::vector<std::string_view> names;
  for (const auto& info : protocol::client_message_infos()) names.push_back(info.name);
  if (std::find(names.begin(), names.end(), check.message) != names.end()) return;
  map.error("message", fmt::format("there is no message {} of clients{}", values::quote(check.message),
                                   values::suggestion(check.message, names)));
}

// "elements.0.latitude" as a pointer.
std::string field_pointer(std::string name) {
  std::replace(name.begin(), name.end(), '.', '/');
  return "/fields/" + name;
}

}  // namespace

void CallTail::add(Result<std::vector<WireCall>> more) {
  if (!more) {
    lost = more.error().message();
    return;
  }
  lost.clear();
  for (WireCall& call : *more) {
    if (call.sequence > last()) calls.push_back(std::move(call));
  }
}

Seen check_calls(const CallsCheck& check, const CallTail& tail) {
  if (!tail.lost.empty()) return no_answer(Error::invalid(tail.lost));
  Seen seen;
  const std::uint64_t number = matching(check, tail.calls);
  check.count.judge(seen, number, "call");
  if (number != tail.calls.size()) seen.text += fmt::format(" of {}", tail.calls.size());
  return seen;
}

Check read_calls_check(values::MapReader& map, Reader& reader) {
  CallsCheck check;
  check.of = reader.member(map, "of", {MemberKind::simulator});
  read_message(map, check);
  check.client = reader.optional_text(map, "client");
  read_each_compared(map, "fields", Domain::any, check.fields);
  read_each_compared(map, "data", Domain::any, check.data);
  const std::string of_fields = text_of(check.fields);
  for (Compared& one : check.fields) one.name = field_pointer(one.name);
  ComparedList exception;
  read_compared(map, "exception", Domain::any, exception);
  const std::string of_exception = text_of(exception);
  for (Compared& one : exception) check.fields.push_back({"/exception/exception", std::move(one.matcher)});
  check.count = Tally::read(map);
  std::string text = fmt::format(
      "{} of {}{}{}{}{}", check.count.text(check.message.empty() ? "call" : check.message + " call"), check.of,
      check.client.empty() ? "" : " by " + check.client, of_fields, text_of(check.data), of_exception);
  return std::make_shared<CallsKind>(std::move(check), std::move(text));
}

}  // namespace checkride::harness
