// Public face of core/values: durations and sizes as people write them, strict YAML with a position in every error,
// number and JSON text. Knows no clock, file or network: text in, values out.
//
//   Diagnostics errors;
//   if (auto document = load(text, "monitor.yaml", errors)) {
//     MapReader map = document->root_map(errors);
//     map.required("name", &options.name);
//     map.optional("flush_interval", &options.flush_interval, {1ms, 1h});
//     map.list("rules", [&](const Node& rule) { read_rule(rule, errors); });
//     map.finish();
//   }
//   if (!errors.empty()) return errors.error();   // all mistakes at once, one a line
#pragma once

#include "checkride/values/diagnostic.hpp"
#include "checkride/values/document.hpp"
#include "checkride/values/duration.hpp"
#include "checkride/values/interpolate.hpp"
#include "checkride/values/json.hpp"
#include "checkride/values/map_reader.hpp"
#include "checkride/values/schema.hpp"
#include "checkride/values/size.hpp"
#include "checkride/values/suggest.hpp"
