// Which form of the metrics a client wants, by its Accept and Accept-Encoding fields (RFC 9110 12.5). Pure and total: a
// field that makes no sense asks for nothing.
#pragma once

#include <optional>
#include <string_view>

namespace checkride::runtime {

enum class MetricsForm { text, openmetrics, json };

// The form with the highest q; among equals the one that is named more exactly, then the one that is named first. A
// wildcard, no field, or nothing that we have gives text: every client of such a page can read it.
//   application/openmetrics-text   version 1.0.0 (or none named)
//   text/plain                     version 0.0.4 (or none named)
//   application/json               a document for people and scripts
MetricsForm wanted_form(std::optional<std::string_view> accept);

// Whether the answer may be, and best is, compressed with gzip.
bool wants_gzip(std::optional<std::string_view> accept_encoding);

}  // namespace checkride::runtime
