// SimConnect.xml: where a simulator listens (wire.md 1.6, semantics 2.1).
//
//   <SimBase.Document Type="SimConnect" version="1,0">
//     <SimConnect.Comm>
//       <Protocol>IPv4</Protocol> <Scope>global</Scope> <Address>0.0.0.0</Address> <Port>500</Port>
//       <MaxClients>64</MaxClients> <MaxRecvSize>41088</MaxRecvSize>
//     </SimConnect.Comm>
//   </SimBase.Document>
//
// Pipes are not offered here and are told of in the notes. What is absent has the default of the reference: scope
// local, any address of the scope, a port chosen at start, 64 clients, 41,088 bytes. Auto is IPv4, unless the address
// is an IPv6 one. DisableNagle is accepted; output leaves at once either way. A Comm that is disabled may say anything.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checkride/emulator/emulator.hpp"

namespace checkride::emulator {

struct SimConnectXml {
  std::vector<EndpointOptions> endpoints;  // of the Comms that are not disabled, in their order
  std::vector<std::string> notes;          // "SimConnect.xml:3:5: ...": what is not offered, for the user to read
};

// `file` is the name for messages. Errors (invalid), all at once, each with file:line:column: no XML, another root, an
// element that is not known or stands twice, a value that is not allowed, Scope local with an address that others
// reach, an address of the other protocol, two Comms at one address, nothing left to listen on.
Result<SimConnectXml> parse_simconnect_xml(std::string_view text, const std::string& file);

}  // namespace checkride::emulator
