#include "checkride/values/json.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include "checkride/result/assert.hpp"
#include "checkride/values/utf8.hpp"

namespace checkride::values {

void append_number(std::string& out, double value) {
  if (std::isnan(value)) {
    out += "nan";
    return;
  }
  if (std::isinf(value)) {
    out += value < 0 ? "-inf" : "inf";
    return;
  }
  const double magnitude = std::fabs(value);
  const bool usual = magnitude == 0 || (magnitude >= 1e-6 && magnitude < 1e16);
  std::array<char, 32> text;
  const auto format = usual ? std::chars_format::fixed : std::chars_format::scientific;
  const auto [end, code] = std::to_chars(text.data(), text.data() + text.size(), value, format);
  CHECKRIDE_ASSERT(code == std::errc());
  out.append(text.data(), end);
}

std::string format_number(double value) {
  std::string out;
  append_number(out, value);
  return out;
}

namespace json {
namespace {

template <class T>
void append_integer(std::string& out, T value) {
  std::array<char, 24> text;
  const auto [end, code] = std::to_chars(text.data(), text.data() + text.size(), value);
  CHECKRIDE_ASSERT(code == std::errc());
  out.append(text.data(), end);
}

void append_escape(std::string& out, unsigned char c) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      out += "\\u00";
      out += kHex[c >> 4U];
      out += kHex[c & 15U];
  }
}

bool is_plain(unsigned char c) {
  return c >= 0x20 && c < 0x7F && c != '"' && c != '\\';
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    std::size_t run = 0;
    while (run < text.size() && is_plain(static_cast<unsigned char>(text[run]))) ++run;
    out.append(text.substr(0, run));
    text.remove_prefix(run);
    if (text.empty()) break;
    const auto c = static_cast<unsigned char>(text.front());
    if (c < 0x80) {
      append_escape(out, c);
      text.remove_prefix(1);
    } else if (const std::size_t length = utf8_length(text); length != 0) {
      out.append(text.substr(0, length));
      text.remove_prefix(length);
    } else {
      out += "\xEF\xBF\xBD";
      text.remove_prefix(1);
    }
  }
  out += '"';
}

void append_json_number(std::string& out, double value) {
  if (std::isfinite(value)) {
    append_number(out, value);
  } else {
    out += "null";
  }
}

void append_json_integer(std::string& out, std::int64_t value) {
  append_integer(out, value);
}
void append_json_integer(std::string& out, std::uint64_t value) {
  append_integer(out, value);
}

void Writer::separate() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  // In an object a value comes behind a key; a second value at the top is not one document.
  CHECKRIDE_ASSERT(depth_ == 0 || ((objects_ >> (depth_ - 1)) & 1U) == 0);
  CHECKRIDE_ASSERT(depth_ != 0 || (nonempty_ & 1U) == 0);
  if ((nonempty_ >> depth_) & 1U) *out_ += ',';
  nonempty_ |= std::uint64_t{1} << depth_;
}

void Writer::open(char bracket, bool object) {
  separate();
  CHECKRIDE_ASSERT(depth_ + 1 < kDepthMax);
  const std::uint64_t bit = std::uint64_t{1} << depth_;
  objects_ = object ? objects_ | bit : objects_ & ~bit;
  ++depth_;
  nonempty_ &= ~(std::uint64_t{1} << depth_);
  *out_ += bracket;
}

void Writer::close(char bracket, bool object) {
  CHECKRIDE_ASSERT(depth_ > 0);
  CHECKRIDE_ASSERT(!after_key_);
  --depth_;
  CHECKRIDE_ASSERT((((objects_ >> depth_) & 1U) != 0) == object);
  *out_ += bracket;
}

Writer& Writer::begin_object() {
  open('{', true);
  return *this;
}

Writer& Writer::end_object() {
  close('}', true);
  return *this;
}

Writer& Writer::begin_array() {
  open('[', false);
  return *this;
}

Writer& Writer::end_array() {
  close(']', false);
  return *this;
}

Writer& Writer::key(std::string_view name) {
  CHECKRIDE_ASSERT(depth_ > 0);
  CHECKRIDE_ASSERT(((objects_ >> (depth_ - 1)) & 1U) != 0);
  CHECKRIDE_ASSERT(!after_key_);
  if ((nonempty_ >> depth_) & 1U) *out_ += ',';
  nonempty_ |= std::uint64_t{1} << depth_;
  append_json_string(*out_, name);
  *out_ += ':';
  after_key_ = true;
  return *this;
}

Writer& Writer::null() {
  return raw("null");
}
Writer& Writer::boolean(bool truth) {
  return raw(truth ? "true" : "false");
}

Writer& Writer::value(std::string_view text) {
  separate();
  append_json_string(*out_, text);
  return *this;
}

Writer& Writer::raw(std::string_view json) {
  separate();
  out_->append(json);
  return *this;
}

Writer& Writer::real(double number) {
  separate();
  append_json_number(*out_, number);
  return *this;
}

}  // namespace json
}  // namespace checkride::values
