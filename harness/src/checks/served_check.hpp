// served: what a service was asked, what it refused and what broke off too, and how far apart that was.
#pragma once

#include <optional>
#include <string>

#include "checkride/harness/check.hpp"
#include "checks/compared.hpp"
#include "checks/scenario_start.hpp"
#include "checks/tally.hpp"
#include "reading/reader.hpp"
#include "services/served.hpp"

namespace checkride::harness {

struct ServedCheck {
  std::string of;
  bool told = false;      // whoever waits is woken by each
  ComparedList method;    // one at most; of smtp the place in the talk
  ComparedList path;      // of HTTP, without the query; of smtp the address
  ComparedList status;    // one at most
  ComparedList headers;   // the first field of that name
  ComparedList complete;  // one at most
  ComparedList scheme{};  // one at most
  ComparedList gap;       // between the end of each and the begin of the next; one at most
  Tally count;
};

Seen check_served(const ServedCheck& check, const ServedInbox& inbox, const ScenarioStart& start);

Check make_check(ServedCheck check);
Check read_served_check(values::MapReader& map, Reader& reader);

}  // namespace checkride::harness
