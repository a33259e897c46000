// link: the state of a simulator's link as the monitor sees it (GET /api/v1/simulators).
#pragma once

#include <string>

#include "checkride/harness/check.hpp"
#include "checkride/http/http.hpp"
#include "checks/compared.hpp"
#include "reading/reader.hpp"

namespace checkride::harness {

struct LinkCheck {
  std::string of;
  std::string simulator;
  std::string state;   // empty: any
  ComparedList error;  // one at most: the last link error and the last decode error, with a space between them
};

Seen check_link(const LinkCheck& check, const Result<http::Response>& answer);

Check make_check(LinkCheck check);
Check read_link_check(values::MapReader& map, Reader& reader);

}  // namespace checkride::harness
