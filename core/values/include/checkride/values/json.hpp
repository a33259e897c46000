// Number text and JSON writing, by appending to a string that the caller reuses. Reading JSON is Boost.JSON's.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace checkride::values {

// Shortest text that reads back as the same double; no exponent for magnitudes from 1e-6 to below 1e16 (and zero).
// "nan", "inf", "-inf" for what is not finite. The same bytes on every compiler and locale.
std::string format_number(double value);
void append_number(std::string& out, double value);

namespace json {

// The quoted string. Bytes that are not valid UTF-8 become U+FFFD, so that the output always is.
void append_json_string(std::string& out, std::string_view text);
// As append_number; what is not finite becomes null, for JSON has no word for it.
void append_json_number(std::string& out, double value);
void append_json_integer(std::string& out, std::int64_t value);
void append_json_integer(std::string& out, std::uint64_t value);
template <std::integral T>
  requires(!std::same_as<T, bool> && !std::same_as<T, char>)
void append_json_number(std::string& out, T value) {
  if constexpr (std::signed_integral<T>) {
    append_json_integer(out, static_cast<std::int64_t>(value));
  } else {
    append_json_integer(out, static_cast<std::uint64_t>(value));
  }
}

// Writes one JSON document into a string, placing commas and colons. Calls must nest as JSON does (asserted).
//
//   std::string out;
//   Writer json(out);
//   json.begin_object().member("name", "sim").member("port", 5111).key("tags").begin_array().value("a").end_array();
//   json.end_object();
class Writer {
 public:
  // Appends to `out`, which must outlive the writer.
  explicit Writer(std::string& out) : out_(&out) {}

  Writer& begin_object();
  Writer& end_object();
  Writer& begin_array();
  Writer& end_array();
  Writer& key(std::string_view name);
  Writer& null();
  Writer& value(std::string_view text);
  Writer& value(const char* text) { return value(std::string_view(text)); }
  Writer& value(const std::string& text) { return value(std::string_view(text)); }
  Writer& value(std::same_as<bool> auto truth) { return boolean(truth); }
  template <std::integral T>
    requires(!std::same_as<T, bool> && !std::same_as<T, char>)
  Writer& value(T number) {
    separate();
    append_json_number(*out_, number);
    return *this;
  }
  Writer& value(std::floating_point auto number) { return real(static_cast<double>(number)); }
  // A complete JSON value written elsewhere.
  Writer& raw(std::string_view json);
  // key() and value() in one.
  template <class T>
  Writer& member(std::string_view name, const T& content) {
    key(name);
    return value(content);
  }
  // How many objects and arrays are open; zero when the document is whole.
  unsigned depth() const { return depth_; }

 private:
  static constexpr unsigned kDepthMax = 64;

  Writer& boolean(bool truth);
  Writer& real(double number);
  void separate();
  void open(char bracket, bool object);
  void close(char bracket, bool object);

  std::string* out_;
  unsigned depth_ = 0;
  std::uint64_t objects_ = 0;   // bit per depth: is it an object?
  std::uint64_t nonempty_ = 0;  // bit per depth: was something written?
  bool after_key_ = false;
};

}  // namespace json
}  // namespace checkride::values
