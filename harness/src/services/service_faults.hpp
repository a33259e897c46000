// The faults of services: one table of their words, the kinds that have them, what they mean and how their parameters
// are read. The loader checks scenarios by it, services read by it, and
// docs/service-faults.md (schema/service_fault_page.cpp) is made of it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/harness/scenario.hpp"
#include "checkride/values/map_reader.hpp"

namespace checkride::harness {

// What a broken talk ends with.
enum class FaultEnd { close, reset, stall };
// A fault with the parameters that its word has; the others keep their defaults and say nothing.
struct ServiceFaultValue {
  std::string kind;
  world::Duration wait{std::chrono::seconds(60)};  // greylisting
  int code = 0;                                    // greylisting, smtp_reply
  std::string at;                                  // place in a talk of smtp; empty: anywhere
  std::string text;                                // smtp_reply
  std::string address;                             // smtp_reply; empty: any
  int status = 0;                                  // http_answer
  std::optional<world::Duration> retry_after;      // http_answer
  std::string body;                                // http_answer
  std::uint64_t every = 1;                         // http_answer: of the requests that it is about
  std::string path;                                // of HTTP; empty: any
  world::Duration latency{};                       // slow, slow_query
  world::Duration delay{std::chrono::seconds(5)};  // slow_tls
  BadCertificate reason = BadCertificate::expired;
  std::uint64_t bytes = 20;  // half_answer: so many of the answer are sent
  FaultEnd end = FaultEnd::close;
  std::optional<std::uint64_t> times;  // it strikes so often; none: as long as it lasts
  world::Duration lag{};               // lag
  std::string table;                   // slow_query; empty: every table
  std::uint64_t connections = 0;       // connections_full: how many are served
  std::string name;                    // dependency_down, part_missing, leak: of the dependency or part
  std::uint64_t workers = 1;           // worker_stuck: how many
};

struct ServiceFaultRow {
  std::string_view word;
  std::string_view meaning;
  std::span<const MemberKind> kinds;  // that have it
  // Reads the parameters of the word for a service of that kind. Mistakes are told; the caller finishes the map.
  void (*read)(values::MapReader& map, MemberKind kind, ServiceFaultValue& fault);
  std::string_view example;  // of parameters, for a service of the first kind
};
std::span<const ServiceFaultRow> service_fault_rows();

// Has any service faults of this table?
bool has_service_faults(MemberKind kind);
// The words that a service of that kind has, in the order of the table.
std::vector<std::string_view> service_fault_words(MemberKind kind);
// Requires a word of that kind. The caller finishes the map.
ServiceFaultValue read_service_fault(std::string_view word, MemberKind kind, values::MapReader& map);

}  // namespace checkride::harness
