// The readers of a scenario's parts.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reading/reader.hpp"

namespace checkride::harness {

// Names of scenarios, members, steps: small letters, digits, - and _, at most 63.
bool good_name(std::string_view name);
// `path` as it stands in a file of that folder; "a/../" is folded, so that equal files have equal names.
std::string resolve_path(const std::string& scenario_file, const std::string& path);
// A path, resolved against the folder of the file that it stands in, and noted in the reader; empty after a mistake.
std::string read_path(const values::Node& node, Reader& reader);

// Can the key name a further member? Tells why not.
bool check_member_name(const values::Entry& entry, Reader& reader);
// One entry each of simulators, services and monitors.
void read_simulator(const values::Entry& entry, Reader& reader);
void read_service(const values::Entry& entry, Reader& reader);
void read_monitor(const values::Entry& entry, Reader& reader);
// The map of `subject`, into a monitor whose simulators are known.
void read_subject(const values::Node& node, Monitor& monitor, Reader& reader);
// A place as the scenario keeps it.
Place place_of(const values::Position& position);
// What the services cannot be together.
void check_services(Reader& reader);
// Are the members there that services talk to? When all are read.
void check_needed(const Reader& reader);
// Members that answer requests.
bool answers_http(MemberKind kind);
bool is_http_service(MemberKind kind);

Inject read_inject(values::MapReader& map, Reader& reader);
// Does a fault name a service as its place? Then it is read so.
bool is_on_service(values::MapReader& map, const Reader& reader);
FaultOfService read_fault_of_service(values::MapReader& map, Reader& reader);
// Tells what of setup, timeline and teardown can never happen. `root` is the scenario's, which has no other mistake and
// whose steps' names are resolved.
void check_timeline(const values::Node& root, Reader& reader);

}  // namespace checkride::harness
