#include "services/service_faults.hpp"

#include <algorithm>
#include <array>

#include "checkride/result/assert.hpp"

namespace checkride::harness {

namespace {

using values::MapReader;
using values::Range;
using world::Duration;

constexpr Duration kLongest = std::chrono::hours(24);
constexpr Duration kShortest = std::chrono::milliseconds(1);
constexpr std::uint64_t kMost = 1'000'000'000;

constexpr std::array kSmtp{MemberKind::smtp};
constexpr std::array kHttp{MemberKind::webhook, MemberKind::upstream, MemberKind::metar};
constexpr std::array kTls{MemberKind::smtp, MemberKind::webhook, MemberKind::upstream, MemberKind::metar};
constexpr std::array kTalks{MemberKind::smtp, MemberKind::webhook, MemberKind::upstream, MemberKind::metar};
constexpr std::array kSlow{MemberKind::webhook, MemberKind::upstream, MemberKind::metar, MemberKind::database,
                           MemberKind::key_value};
constexpr std::array kAll{MemberKind::smtp,  MemberKind::webhook,  MemberKind::upstream,
                          MemberKind::metar, MemberKind::database, MemberKind::key_value};
constexpr std::array kDatabase{MemberKind::database};
constexpr std::array kKeyValue{MemberKind::key_value};
constexpr std::array kUpstream{MemberKind::upstream};

bool speaks_http(MemberKind kind) {
  return std::find(kHttp.begin(), kHttp.end(), kind) != kHttp.end();
}

// ---- what several words have

void read_times(MapReader& map, ServiceFaultValue& fault) {
  map.optional("times", &fault.times, {1, kMost});
}

void read_path(MapReader& map, MemberKind kind, ServiceFaultValue& fault) {
  map.only_with("kind", "http", speaks_http(kind), [&] {
    if (!map.optional("path", &fault.path) || fault.path.starts_with('/')) return;
    map.error("path", "a path begins with /: " + values::quote("/" + fault.path));
  });
}

using Words = std::initializer_list<values::Word<std::string>>;
Words places() {
  static const Words kPlaces = {{"connect", "connect"}, {"ehlo", "ehlo"}, {"mail", "mail"},
                                {"rcpt", "rcpt"},       {"data", "data"}, {"message", "message"}};
  return kPlaces;
}

void read_place(MapReader& map, MemberKind kind, ServiceFaultValue& fault) {
  map.only_with("kind", "smtp", kind == MemberKind::smtp, [&] { map.choice("at", &fault.at, places()); });
}

// ---- one for each word

void read_greylisting(MapReader& map, MemberKind, ServiceFaultValue& fault) {
  fault.code = 451;
  map.optional("wait", &fault.wait, {kShortest, kLongest});
  map.optional("code", &fault.code, Range<int>{400, 499});
}

void read_smtp_reply(MapReader& map, MemberKind, ServiceFaultValue& fault) {
  fault.text = "not now";
  map.required_choice("at", &fault.at, places());
  map.required("code", &fault.code, Range<int>{400, 599});
  if (map.optional("text", &fault.text) && fault.text.find_first_of("\r\n") != std::string::npos) {
    map.error("text", "a reply is one line");
  }
  if (map.optional("address", &fault.address) && fault.at != "mail" && fault.at != "rcpt") {
    map.error("address", "an address is named at mail and at rcpt");
  }
  read_times(map, fault);
}

void read_http_answer(MapReader& map, MemberKind kind, ServiceFaultValue& fault) {
  map.required("status", &fault.status, Range<int>{200, 599});
  map.optional("retry_after", &fault.retry_after, {std::chrono::seconds(1), kLongest});
  map.optional("body", &fault.body);
  map.optional("every", &fault.every, {1, kMost});
  read_times(map, fault);
  read_path(map, kind, fault);
}

void read_slow(MapReader& map, MemberKind kind, ServiceFaultValue& fault) {
  map.required("latency", &fault.latency, {kShortest, kLongest});
  read_path(map, kind, fault);
}

void read_slow_tls(MapReader& map, MemberKind, ServiceFaultValue& fault) {
  map.optional("delay", &fault.delay, {kShortest, kLongest});
}

void read_bad_certificate(MapReader& map, MemberKind, ServiceFaultValue& fault) {
  map.choice("reason", &fault.reason,
             {{"expired", BadCertificate::expired},
              {"wrong_name", BadCertificate::wrong_name},
              {"unknown_authority", BadCertificate::unknown_authority}});
}

void read_half_answer(MapReader& map, MemberKind kind, ServiceFaultValue& fault) {
  map.optional("bytes", &fault.bytes, {0, kMost});
  map.choice("end", &fault.end, {{"close", FaultEnd::close}, {"reset", FaultEnd::reset}, {"stall", FaultEnd::stall}});
  read_times(map, fault);
  read_place(map, kind, fault);
  read_path(map, kind, fault);
}

void read_strike(MapReader& map, MemberKind kind, ServiceFaultValue& fault) {
  read_times(map, fault);
  read_place(map, kind, fault);
  read_path(map, kind, fault);
}

void read_lag(MapReader& map, MemberKind, ServiceFaultValue& fault) {
  map.required("lag", &fault.lag, {kShortest, kLongest});
}

void read_slow_query(MapReader& map, MemberKind, ServiceFaultValue& fault) {
  map.required("latency", &fault.latency, {kShortest, kLongest});
  map.optional("table", &fault.table);
}

void read_connections_full(MapReader& map, MemberKind, ServiceFaultValue& fault) {
  map.optional("connections", &fault.connections, {0, kMost});
}

void read_named(MapReader& map, MemberKind, ServiceFaultValue& fault) {
  map.required("name", &fault.name);
}

void read_leak(MapReader& map, MemberKind, ServiceFaultValue& fault) {
  values::Bytes bytes{};
  map.optional("bytes_per_request", &bytes, {{0}, {kMost}});
  fault.bytes = bytes.count;
  map.optional("connections_of", &fault.name);
  if (fault.bytes == 0 && fault.name.empty() && !map.described()) {
    map.errors().add(map.position(), "what leaks? Give bytes_per_request, or connections_of a dependency");
  }
}

void read_stuck(MapReader& map, MemberKind, ServiceFaultValue& fault) {
  map.optional("workers", &fault.workers, {1, kMost});
}

void read_nothing(MapReader&, MemberKind, ServiceFaultValue&) {}

constexpr ServiceFaultRow kServiceFaults[] = {
    {"greylisting", "an address is put off when client, sender and it are first met, and taken after a while", kSmtp,
     read_greylisting, "wait: 2m"},
    {"smtp_reply", "a place in the talk is answered like this, and what it was about does not happen", kSmtp,
     read_smtp_reply, "at: rcpt, code: 550, text: no such user, address: ops@company.com"},
    {"http_answer", "requests are answered like this, and have no effect", kHttp, read_http_answer,
     "status: 429, retry_after: 2m, times: 1"},
    {"slow", "every request takes longer", kSlow, read_slow, "latency: 3s"},
    {"slow_tls", "the handshake of a service with `tls` is begun late", kTls, read_slow_tls, "delay: 5s"},
    {"bad_certificate", "a service with `tls` shows a certificate that nobody should believe", kTls,
     read_bad_certificate, "reason: wrong_name"},
    {"half_answer", "what was asked for is done, and the answer breaks off", kTalks, read_half_answer,
     "bytes: 3, end: reset, times: 1"},
    {"stall", "there is no answer, and the connection stays", kAll, read_strike, "times: 2"},
    {"close", "the connection is closed in the place of an answer", kAll, read_strike, "times: 2"},
    {"reset", "the connection is reset in the place of an answer", kAll, read_strike, "times: 2"},
    {"garbage", "the answer is no word of the protocol, and the connection is closed", kAll, read_strike, "times: 2"},
    {"lag", "a replica shows what was written so long ago", kDatabase, read_lag, "lag: 10s"},
    {"read_only", "nothing can be written", kDatabase, read_nothing, ""},
    {"slow_query", "looking into tables takes longer", kDatabase, read_slow_query, "latency: 3s, table: airports"},
    {"connections_full", "no more clients than these are served", kDatabase, read_connections_full, "connections: 0"},
    {"dependency_down", "the service cannot reach one of those that it asks", kUpstream, read_named, "name: weather"},
    {"part_missing", "a part of the service is not there", kUpstream, read_named, "name: openap"},
    {"leak", "what a request took is not given back: memory, or the connection of a dependency", kUpstream, read_leak,
     "bytes_per_request: 100kB"},
    {"worker_stuck", "workers take no request any more", kUpstream, read_stuck, "workers: 2"},
    {"evict_all", "every key is thrown out, once", kKeyValue, read_nothing, ""},
    {"persistence_fails", "nothing can be put on the disk", kKeyValue, read_nothing, ""},
    {"memory_full", "nothing can be written for want of memory", kKeyValue, read_nothing, ""},
};

bool has(const ServiceFaultRow& row, MemberKind kind) {
  return std::find(row.kinds.begin(), row.kinds.end(), kind) != row.kinds.end();
}

}  // namespace

std::span<const ServiceFaultRow> service_fault_rows() {
  return kServiceFaults;
}

bool has_service_faults(MemberKind kind) {
  return !service_fault_words(kind).empty();
}

std::vector<std::string_view> service_fault_words(MemberKind kind) {
  std::vector<std::string_view> words;
  for (const ServiceFaultRow& row : kServiceFaults) {
    if (has(row, kind)) words.push_back(row.word);
  }
  return words;
}

ServiceFaultValue read_service_fault(std::string_view word, MemberKind kind, values::MapReader& map) {
  const auto row = std::find_if(std::begin(kServiceFaults), std::end(kServiceFaults),
                                [&](const ServiceFaultRow& one) { return one.word == word && has(one, kind); });
  CHECKRIDE_ASSERT(row != std::end(kServiceFaults));
  ServiceFaultValue fault;
  fault.kind = std::string(word);
  row->read(map, kind, fault);
  return fault;
}

}  // namespace checkride::harness
