// docs/service-faults.md: every fault of services, out of their table.
#pragma once

#include <string>

namespace checkride::harness {

// The whole page, with a newline at the end.
std::string service_fault_page();

}  // namespace checkride::harness
