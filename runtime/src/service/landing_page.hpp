// The page at "/" of a listener, for a person who opens it in a browser: links to what the listener serves.
#pragma once

#include <string_view>
#include <vector>

#include "checkride/http/http.hpp"

namespace checkride::runtime {

struct LandingLink {
  std::string_view path;
  std::string_view text;
};

// Made of nothing from outside but the paths, which are escaped.
http::Response landing_page(const std::vector<LandingLink>& links);

}  // namespace checkride::runtime
