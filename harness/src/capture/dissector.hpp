// `checkride dissector`: a Wireshark dissector of the whole protocol, generated from the table of messages.
#pragma once

#include <string>

namespace checkride::harness {

// The Lua script. Fields are named simconnect.client.MESSAGE.FIELD and simconnect.server.MESSAGE.FIELD, in lower case.
std::string dissector_script();

}  // namespace checkride::harness
