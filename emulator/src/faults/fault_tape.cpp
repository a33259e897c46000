#include "faults/fault_tape.hpp"

#include <algorithm>
#include <array>

#include "checkride/values/document.hpp"
#include "checkride/values/json.hpp"
#include "faults/fault_reader.hpp"

namespace checkride::emulator {
namespace {

using values::MapReader;
using values::json::Writer;

constexpr std::string_view kFormat = "checkride.fault-tape";
constexpr std::uint32_t kVersion = 1;
constexpr std::int64_t kLongestRun = 3'000'000'000'000'000'000;  // nanoseconds: 95 years
constexpr std::array<std::string_view, 4> kEvents{"added", "struck", "removed", "full"};

void write_struck(Writer& json, const TapeEntry& entry) {
  json.member("client", entry.client);
  if (!entry.part.empty()) json.member("part", entry.part);
  json.member("match", entry.match).key("drawn").begin_object();
  for (const auto& [name, value] : entry.drawn) json.member(name, value);
  json.end_object();
}

void write_entry(std::string& out, const TapeEntry& entry) {
  Writer json(out);
  json.begin_object().member("at_ns", entry.at.count());
  json.member("event", kEvents[static_cast<std::size_t>(entry.event)]);
  if (entry.event != TapeEvent::full) json.member("fault", entry.fault);
  if (entry.after_frame) json.member("after_frame", true);
  if (entry.event == TapeEvent::struck) write_struck(json, entry);
  if (entry.parameters) {
    json.key("parameters").begin_object();
    entry.parameters->write(json);
    json.end_object();
  }
  json.end_object();
  out += '\n';
}

void read_drawn(MapReader& map, TapeEntry* entry) {
  map.entries("drawn", [&](const values::Entry& drawn) {
    const auto value = values::read_integer(drawn.value, map.errors(), {INT64_MIN, INT64_MAX});
    if (value) entry->drawn.emplace_back(drawn.key, *value);
  });
}

void read_struck(MapReader& map, TapeEntry* entry) {
  map.required("client", &entry->client);
  map.optional("part", &entry->part);
  map.required("match", &entry->match);
  read_drawn(map, entry);
}

// `previous`: the instant of the line before.
TapeEntry read_entry(MapReader& map, world::Duration previous) {
  TapeEntry entry;
  std::int64_t at = 0;
  if (map.required("at_ns", &at, {0, kLongestRun})) entry.at = world::Duration(at);
  if (entry.at < previous) map.error("at_ns", "earlier than the line before; lines are in the order of time");
  map.required_choice("event", &entry.event,
                      {{kEvents[0], TapeEvent::added},
                       {kEvents[1], TapeEvent::struck},
                       {kEvents[2], TapeEvent::removed},
                       {kEvents[3], TapeEvent::full}});
  if (entry.event != TapeEvent::full) map.required("fault", &entry.fault);
  if (entry.event == TapeEvent::added || entry.event == TapeEvent::removed) {
    map.optional("after_frame", &entry.after_frame);
  }
  if (entry.event == TapeEvent::struck) read_struck(map, &entry);
  if (entry.event == TapeEvent::added) {
    map.required_map("parameters", [&](MapReader& fault) { entry.parameters = read_whole_fault(fault); });
  }
  return entry;
}

void read_head(MapReader& map) {
  std::string format;
  std::uint32_t version = 0;
  if (map.required("format", &format) && format != kFormat) map.error("format", "expected " + std::string(kFormat));
  map.required("version", &version, {kVersion, kVersion});
}

}  // namespace

TapeEntry* FaultTape::record(TapeEntry entry) {
  if (entries_.size() > kMaxEntries) return nullptr;
  if (entries_.size() == kMaxEntries) {
    TapeEntry full;
    full.at = entry.at;
    entries_.push_back(std::move(full));
    return nullptr;
  }
  return &entries_.emplace_back(std::move(entry));
}

std::string FaultTape::text() const {
  std::string out;
  Writer(out).begin_object().member("format", kFormat).member("version", kVersion).end_object();
  out += '\n';
  for (const TapeEntry& entry : entries_) write_entry(out, entry);
  return out;
}

Result<FaultTape> parse_fault_tape(std::string_view text, const std::string& file) {
  FaultTape tape;
  std::size_t line = 0;
  world::Duration previous{};
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string place = file + ":" + std::to_string(++line);
    const std::string_view written = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (written.empty()) continue;
    values::Diagnostics errors;
    if (const auto document = values::load(written, place, errors)) {
      MapReader map(document->root(), errors);
      if (line == 1) {
        read_head(map);
      } else {
        TapeEntry entry = read_entry(map, previous);
        previous = entry.at;
        (void)tape.record(std::move(entry));  // beyond its size there is nothing to be played
      }
      map.finish();
    }
    if (!errors.empty()) {
      const values::Diagnostic& mistake = errors.items().front();
      return Error::invalid(place + ":" + std::to_string(mistake.column) + ": " + mistake.message +
                            "; see docs/faults.md for the format");
    }
  }
  if (line == 0) return Error::invalid(file + ": empty; a fault tape begins with its format");
  return tape;
}

}  // namespace checkride::emulator
