// POST /v1/verify: did clients call what was expected, and if not, what came nearest.
#include <algorithm>
#include <utility>

#include "checkride/protocol/codec.hpp"
#include "checkride/values/ascii.hpp"
#include "checkride/values/json.hpp"
#include "control/body.hpp"
#include "control/call_json.hpp"
#include "control/expectation.hpp"
#include "control/handlers.hpp"

namespace checkride::emulator {
namespace {

using values::json::Writer;

constexpr std::size_t kNearestShown = 3;
constexpr std::size_t kExpectationsMax = 1000;

struct Order {
  std::vector<Expectation> expectations;
  bool in_order = false;
  std::uint64_t since = 0;
};

struct Compared {
  const ClientCalls* client = nullptr;
  const Call* call = nullptr;
  std::vector<Difference> differences;

  // By weight, then by how far its texts are from the right ones.
  std::pair<int, std::size_t> distance() const {
    std::pair<int, std::size_t> sum;
    for (const Difference& difference : differences) {
      sum.first += difference.weight;
      sum.second += difference.edits;
    }
    return sum;
  }
};

struct Verdict {
  bool ok = false;
  std::vector<std::uint64_t> matched;  // sequence numbers of the calls that fit
  std::vector<Compared> nearest;       // of those that do not, nearest first
  std::string explanation;
};

Result<Order> read_order(std::string_view body) {
  Order order;
  TRY_VOID(read_json_body(body, [&order](values::MapReader& map) {
    const bool given = map.required_list("expect", [&](const values::Node& node) {
      if (order.expectations.size() >= kExpectationsMax) return;
      values::MapReader item(node, map.errors());
      order.expectations.emplace_back().read(item);
      item.finish();
    });
    if (given && order.expectations.empty()) map.error("expect", "at least one expectation; none would always hold");
    if (given && order.expectations.size() >= kExpectationsMax) map.error("expect", "at most 999 expectations");
    map.optional("in_order", &order.in_order);
    map.optional("since", &order.since);
  }));
  return order;
}

bool is_client(const ClientCalls& client, const std::string& wanted) {
  return std::to_string(client.client) == wanted || values::same_text(client.name, wanted);
}

values::Node shown(const Compared& compared, world::Instant start) {
  std::string text;
  Writer json(text);
  write_call(json, *compared.client, *compared.call, start);
  const auto node = parse_json(text);
  return node ? *node : values::Node();
}

std::vector<Compared> calls_of(const ControlCall& call, const Expectation& expectation, std::uint64_t since) {
  std::vector<Compared> found;
  for (const ClientCalls* client : call.context.recorder->calls().clients()) {
    if (expectation.client() && !is_client(*client, *expectation.client())) continue;
    for (const Call& made : client->calls) {
      if (made.sequence > since && message_name(made) == expectation.message()) found.push_back({client, &made, {}});
    }
  }
  std::sort(found.begin(), found.end(),
            [](const Compared& a, const Compared& b) { return a.call->sequence < b.call->sequence; });
  return found;
}

// "call 12 of client 1 ("Test"), send id 7, frame 30".
std::string place_of(const Compared& compared) {
  return "call " + std::to_string(compared.call->sequence) + " of client " + std::to_string(compared.client->client) +
         " (\"" + compared.client->name + "\"), send id " + std::to_string(compared.call->send_id.value) + ", frame " +
         std::to_string(compared.call->frame);
}

// What came at all, where no call has the name.
std::string others(const ControlCall& call, const Expectation& expectation) {
  std::map<std::string_view, std::size_t> counts;
  bool somebody = false;
  for (const ClientCalls* client : call.context.recorder->calls().clients()) {
    if (expectation.client() && !is_client(*client, *expectation.client())) continue;
    somebody = true;
    for (const Call& made : client->calls) ++counts[message_name(made)];
  }
  if (!somebody) {
    return expectation.client() ? "there is no client " + *expectation.client() : std::string("there is no client");
  }
  std::string text;
  for (const auto& [name, count] : counts) {
    text += (text.empty() ? "" : ", ") + std::string(name) + " (" + std::to_string(count) + ")";
  }
  return "no " + expectation.message() + " came; " + (text.empty() ? "nothing did" : "came: " + text);
}

std::string explain(const ControlCall& call, const Expectation& expectation, const Verdict& outcome) {
  std::string text = "expected " + expectation.text() + "; ";
  if (!outcome.matched.empty()) {
    text += std::to_string(outcome.matched.size()) + " came (call";
    text += outcome.matched.size() == 1 ? " " : "s ";
    for (std::size_t i = 0; i < outcome.matched.size() && i < kNearestShown; ++i) {
      text += (i == 0 ? "" : ", ") + std::to_string(outcome.matched[i]);
    }
    text += outcome.matched.size() > kNearestShown ? " ...)" : ")";
  }
  if (!expectation.wants_some()) return text;
  if (outcome.nearest.empty()) {
    if (!outcome.matched.empty()) return text;
    const std::string unknown = expectation.unknown_fields();
    return text + others(call, expectation) + (unknown.empty() ? "" : "; " + unknown);
  }
  const Compared& nearest = outcome.nearest.front();
  text += outcome.matched.empty() ? "got " : ". Nearest of the others: ";
  text += place_of(nearest) + ": ";
  for (std::size_t i = 0; i < nearest.differences.size(); ++i) {
    text += (i == 0 ? "" : "; ") + nearest.differences[i].text;
  }
  return text;
}

// `behind`: calls up to this sequence number come too early to be in order; moved to the one that was taken.
Verdict check(const ControlCall& call, const Expectation& expectation, const Order& order, std::uint64_t* behind) {
  Verdict outcome;
  std::optional<std::uint64_t> next;
  for (Compared& compared : calls_of(call, expectation, order.since)) {
    compared.differences = expectation.differences(shown(compared, call.context.simulation.frame_time(0)));
    if (!compared.differences.empty()) {
      outcome.nearest.push_back(std::move(compared));
      continue;
    }
    outcome.matched.push_back(compared.call->sequence);
    if (!next && compared.call->sequence > *behind) next = compared.call->sequence;
  }
  // The last of equals: what was tried again is what counts.
  std::reverse(outcome.nearest.begin(), outcome.nearest.end());
  std::stable_sort(outcome.nearest.begin(), outcome.nearest.end(),
                   [](const Compared& a, const Compared& b) { return a.distance() < b.distance(); });
  outcome.ok = expectation.holds(outcome.matched.size());
  if (!outcome.ok) outcome.explanation = explain(call, expectation, outcome);
  if (!outcome.ok || !order.in_order || !expectation.wants_some() || outcome.matched.empty()) return outcome;
  if (next) {
    *behind = *next;
    return outcome;
  }
  outcome.ok = false;
  outcome.explanation = "expected " + expectation.text() + " after call " + std::to_string(*behind) +
                        "; the last that fits is call " + std::to_string(outcome.matched.back()) + ", before it";
  return outcome;
}

void write_outcome(Writer& json, const Expectation& expectation, const Verdict& outcome, world::Instant start) {
  json.begin_object().member("ok", outcome.ok).member("message", expectation.message());
  json.member("expected", expectation.text()).member("matched", outcome.matched.size()).key("sequences").begin_array();
  for (const std::uint64_t sequence : outcome.matched) json.value(sequence);
  json.end_array();
  if (!outcome.ok) {
    json.member("explanation", outcome.explanation).key("nearest").begin_array();
    for (std::size_t i = 0; i < outcome.nearest.size() && i < kNearestShown; ++i) {
      const Compared& compared = outcome.nearest[i];
      json.begin_object().key("differences").begin_array();
      for (const Difference& difference : compared.differences) json.value(difference.text);
      json.end_array().key("call");
      write_call(json, *compared.client, *compared.call, start);
      json.end_object();
    }
    json.end_array();
  }
  json.end_object();
}

}  // namespace

http::Response post_verify(const ControlCall& call) {
  const auto order = read_order(call.request.body);
  if (!order) return http::error_response(400, "bad_request", order.error().message());
  std::uint64_t behind = order->since;
  bool ok = true;
  std::string results;
  Writer list(results);
  list.begin_array();
  for (const Expectation& expectation : order->expectations) {
    const Verdict outcome = check(call, expectation, *order, &behind);
    ok = ok && outcome.ok;
    write_outcome(list, expectation, outcome, call.context.simulation.frame_time(0));
  }
  list.end_array();
  std::string body;
  Writer json(body);
  json.begin_object().member("ok", ok).member("last_sequence", call.context.recorder->calls().last_sequence());
  // What is forgotten cannot be found: who counts calls should know.
  std::uint64_t dropped = 0;
  for (const ClientCalls* client : call.context.recorder->calls().clients()) dropped += client->dropped;
  json.member("dropped", dropped).key("results").raw(results).end_object();
  return http::json_response(200, std::move(body));
}

}  // namespace checkride::emulator
