// The parts of both exposition formats: numbers and escaped text.
#pragma once

#include <string>
#include <string_view>

namespace checkride::runtime {

// Whole numbers without a fraction, NaN, +Inf, -Inf, else the shortest text that reads back as the same double.
void append_metric_value(std::string& out, double value);

// What has to be escaped where: backslash and line break everywhere; the quotation mark where it would end the text.
enum class Escape { help, quoted };
void append_metric_text(std::string& out, std::string_view text, Escape kind);

}  // namespace checkride::runtime
