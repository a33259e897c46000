#include "services/edge/location_table.hpp"

#include <algorithm>

#include "checkride/values/ascii.hpp"

namespace checkride::harness::edge {

namespace {

bool ends_so(const EdgeLocation& location, std::string_view path) {
  return std::any_of(location.ends.begin(), location.ends.end(), [&](const std::string& end) {
    return path.size() > end.size() && path[path.size() - end.size() - 1] == '.' &&
           values::same_text(path.substr(path.size() - end.size()), end);
  });
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// "q=0", "q=0.0"
bool is_refused(std::string_view parameters) {
  const std::size_t q = parameters.find("q=");
  if (q == std::string_view::npos) return false;
  const std::string_view value = parameters.substr(q + 2);
  return value.starts_with('0') && value.find_first_not_of("0. ") == std::string_view::npos;
}

}  // namespace

const EdgeLocation* find_location(const EdgeSpec& spec, std::string_view path) {
  const EdgeLocation* best = nullptr;
  for (const EdgeLocation& location : spec.locations) {
    if (location.exact && location.path == path) return &location;
  }
  for (const EdgeLocation& location : spec.locations) {
    if (ends_so(location, path)) return &location;
  }
  for (const EdgeLocation& location : spec.locations) {
    const bool fits = !location.exact && location.ends.empty() && path.starts_with(location.path);
    if (fits && (best == nullptr || location.path.size() > best->path.size())) best = &location;
  }
  return best;
}

bool compressible(const EdgeCompression& spec, int status, std::string_view type, std::size_t bytes) {
  if (spec.types.empty() || bytes < spec.at_least) return false;
  if (status != 200 && status != 403 && status != 404) return false;
  const std::string_view bare = trimmed(type.substr(0, type.find(';')));
  return values::same_text(bare, "text/html") ||
         std::any_of(spec.types.begin(), spec.types.end(),
                     [&](const std::string& one) { return values::same_text(one, bare); });
}

// The colons of an IPv6 address are inside of its brackets.
std::string host_of(std::string_view field) {
  const std::size_t bracket = field.starts_with('[') ? field.find(']') : std::string_view::npos;
  const std::size_t size = bracket == std::string_view::npos ? field.find(':') : bracket + 1;
  return values::lower(field.substr(0, size));
}

bool takes_gzip(std::string_view accept_encoding) {
  for (std::size_t begin = 0; begin <= accept_encoding.size();) {
    const std::size_t end = std::min(accept_encoding.find(',', begin), accept_encoding.size());
    const std::string_view part = trimmed(accept_encoding.substr(begin, end - begin));
    const std::size_t parameters = part.find(';');
    const std::string_view coding = trimmed(part.substr(0, parameters));
    const bool refused = parameters != std::string_view::npos && is_refused(part.substr(parameters));
    if (values::same_text(coding, "gzip")) return !refused;
    begin = end + 1;
  }
  return false;
}

}  // namespace checkride::harness::edge
