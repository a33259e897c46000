#include "scenario/read_send.hpp"

#include <array>

#include "matchers/matcher.hpp"
#include "reading/one_of.hpp"

namespace checkride::harness {

namespace {

using values::MapReader;
using values::Range;

constexpr std::size_t kBytesMax = 1'000'000;

std::optional<unsigned> digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  return std::nullopt;
}

// "26 00 ff", with blanks between bytes or not.
std::optional<std::string> bytes_of(std::string_view hex) {
  std::string bytes;
  std::optional<unsigned> half;
  for (const char c : hex) {
    if (c == ' ' || c == '\n') {
      if (half) return std::nullopt;
      continue;
    }
    const auto value = digit(c);
    if (!value) return std::nullopt;
    if (half) bytes.push_back(static_cast<char>(*half * 16 + *value));
    half = half ? std::nullopt : value;
  }
  return half ? std::nullopt : std::optional(bytes);
}

void read_bytes(MapReader& map, SendBytes& send) {
  static constexpr std::array<std::string_view, 2> kWords{"text", "hex"};
  const auto which = read_one_of(map, kWords, "what is sent", [&](std::size_t word) {
    std::string given;
    if (!map.optional(kWords[word], &given)) return;
    const auto bytes = word == 0 ? std::optional(given) : bytes_of(given);
    if (!bytes) return map.error("hex", "expected two hexadecimal digits a byte: 26 00 00 00");
    if (bytes->empty() || bytes->size() > kBytesMax) {
      map.error(kWords[word], "this is nothing to send: it has from 1 to 1000000 bytes");
    }
    send.bytes = *bytes;
  });
  if (!which && !map.described() && !map.has("text") && !map.has("hex")) {
    map.errors().add(map.position(), "what is sent? Give text or hex");
  }
}

TextPattern read_pattern(MapReader& map, std::string_view key, Domain domain) {
  const auto node = map.node(key);
  if (!node) return nullptr;
  auto matcher = Matcher::read(*node, map.errors(), domain);
  return matcher ? std::make_shared<const Matcher>(std::move(*matcher)) : nullptr;
}

void check(MapReader& map, const SendBytes& send) {
  if (map.described()) return;
  if (map.has("piece") != map.has("every")) {
    map.error(map.has("piece") ? "piece" : "every", "a pace is both: piece: 1 and every: 100ms");
  }
  if (send.stays_open && send.closed_after) map.error("stays_open", "the other end closes (closed_after), or does not");
  const bool listens = send.answer || send.closed_after || send.stays_open;
  if (listens && send.stay == Duration::zero()) {
    map.errors().add(map.position(), "how long is listened for that? Say stay: 10s");
  }
}

}  // namespace

SendBytes read_send(MapReader& map, Reader& reader) {
  SendBytes send;
  send.to = reader.member(map, "to", {});
  const bool simulator = reader.scenario.kind_of(send.to) == MemberKind::simulator;
  send.port = simulator ? Port::simconnect : Port::health;
  map.choice("port", &send.port,
             {{"health", Port::health},
              {"metrics", Port::metrics},
              {"control", Port::control},
              {"simconnect", Port::simconnect},
              {"https", Port::https}});
  reader.own_port(map, send.to, &send.port);
  read_bytes(map, send);
  map.optional("piece", &send.piece, Range<std::size_t>{1, kBytesMax});
  map.optional("every", &send.every, Range<Duration>{std::chrono::microseconds(1), std::chrono::hours(1)});
  map.optional("clients", &send.clients, Range<std::uint64_t>{1, 10'000});
  map.optional("stay", &send.stay, Range<Duration>{Duration::zero(), std::chrono::hours(24)});
  map.optional("reset", &send.reset);
  send.answer = read_pattern(map, "answer", Domain::text);
  send.closed_after = read_pattern(map, "closed_after", Domain::duration);
  map.optional("stays_open", &send.stays_open);
  check(map, send);
  return send;
}

}  // namespace checkride::harness
