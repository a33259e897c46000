// A comparison as JSON and back: a part of the record.
#pragma once

#include "checkride/reports/comparison.hpp"
#include "checkride/values/json.hpp"
#include "cursor.hpp"

namespace checkride::reports {

void write(values::json::Writer& json, const Comparison& comparison);
Comparison read_comparison(const Cursor& cursor);

}  // namespace checkride::reports
