// Several simulators in one process, and where each listens: the configuration file of checkride-emulator.
//
//   simulators:
//     north: {profile: msfs2020, listen: [127.0.0.1:5111, "[::1]:5111"], control: 127.0.0.1:5112}
//     south: {simconnect_xml: SimConnect.xml, control: 127.0.0.1:5114, flight: ../flights/coastal_pass.yaml}
//
// docs/server.md is the guide.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/emulator/emulator.hpp"

namespace checkride::emulator {

// The simulators of `base.config`, or `base` alone when it names none, with what their SimConnect.xml files say in
// `comms`. What the file does not say of a simulator is as in `base`. `notes` receives what the user should read
// though nothing is wrong. Errors (invalid), all of a file at once with file:line:column: files that cannot be read; an
// unknown key or word, with the nearest; a value that is not allowed; two simulators at one address.
Result<std::vector<Options>> load_simulators(world::Files& files, const Options& base, std::vector<std::string>& notes);

// Every address at which a simulator listens for SimConnect clients, IPv4 first.
std::vector<EndpointOptions> endpoints_of(const Options& options);
// The same as they were written.
std::vector<EndpointOptions> written_endpoints_of(const Options& options);

// The SimConnect.cfg with which clients on Windows find these simulators: section [SimConnect] is index 0, then
// [SimConnect.1] and so on (wire.md 1.5), as they were written. A simulator without a profile is somebody else's.
// `host` is put for addresses that only mean "this machine"; empty: nothing is. Errors (invalid): an address whose port
// is chosen only at start.
Result<std::string> simconnect_cfg(std::span<const Options> simulators, std::string_view host);

}  // namespace checkride::emulator
