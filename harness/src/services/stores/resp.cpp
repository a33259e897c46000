#include "services/stores/resp.hpp"

#include <fmt/format.h>

#include <charconv>
#include <utility>

#include "checkride/values/values.hpp"

namespace checkride::harness::resp {

namespace {

using Kind = Value::Kind;

void append(std::string& out, const Value& value) {
  switch (value.kind) {
    case Kind::simple:
      out += fmt::format("+{}\r\n", value.text);
      return;
    case Kind::error:
      out += fmt::format("-{}\r\n", value.text);
      return;
    case Kind::integer:
      out += fmt::format(":{}\r\n", value.number);
      return;
    case Kind::bulk:
      out += fmt::format("${}\r\n{}\r\n", value.text.size(), value.text);
      return;
    case Kind::null:
      out += "$-1\r\n";
      return;
    case Kind::array:
      out += fmt::format("*{}\r\n", value.items.size());
      for (const Value& item : value.items) append(out, item);
      return;
  }
}

// One line has no line end in it.
std::string one_line(std::string text) {
  for (char& c : text) {
    if (c == '\r' || c == '\n') c = ' ';
  }
  return text;
}

bool is_space(char c) {
  return c == ' ' || c == '\t';
}

Request words_of(std::string_view line) {
  Request words;
  std::size_t at = 0;
  while (at < line.size()) {
    while (at < line.size() && is_space(line[at])) ++at;
    const std::size_t begin = at;
    while (at < line.size() && !is_space(line[at])) ++at;
    if (at != begin) words.emplace_back(line.substr(begin, at - begin));
  }
  return words;
}

}  // namespace

Value Value::simple(std::string text) {
  Value value;
  value.kind = Kind::simple;
  value.text = one_line(std::move(text));
  return value;
}

Value Value::error(std::string text) {
  Value value;
  value.kind = Kind::error;
  value.text = one_line(std::move(text));
  return value;
}

Value Value::integer(std::int64_t number) {
  Value value;
  value.kind = Kind::integer;
  value.number = number;
  return value;
}

Value Value::bulk(std::string text) {
  Value value;
  value.kind = Kind::bulk;
  value.text = std::move(text);
  return value;
}

Value Value::array(std::vector<Value> items) {
  Value value;
  value.kind = Kind::array;
  value.items = std::move(items);
  return value;
}

Value Value::texts(const std::vector<std::string>& texts) {
  Value value;
  value.kind = Kind::array;
  for (const std::string& text : texts) value.items.push_back(bulk(text));
  return value;
}

std::string encode(const Value& value) {
  std::string out;
  append(out, value);
  return out;
}

std::string encode(const Request& request) {
  std::string out = fmt::format("*{}\r\n", request.size());
  for (const std::string& word : request) out += fmt::format("${}\r\n{}\r\n", word.size(), word);
  return out;
}

void Reader::feed(std::string_view bytes) {
  pending_.erase(0, std::exchange(begin_, 0));
  pending_ += bytes;
}

Result<std::optional<Value>> Reader::next() {
  if (error_) return *error_;
  while (true) {
    auto value = read_one();
    if (!value) {
      error_ = value.error();
      return value;
    }
    if (!*value) return std::optional<Value>();
    if (open_.empty()) {
      of_value_ = 0;
      return value;
    }
  }
}

Result<std::optional<Request>> Reader::next_request() {
  if (error_) return *error_;
  if (open_.empty() && begin_ < pending_.size() && pending_[begin_] != '*') {
    auto words = line();
    if (!words) {
      error_ = words.error();
      return *error_;
    }
    if (!*words) return std::optional<Request>();
    Request request = words_of(**words);
    take((*words)->size() + 2);
    of_value_ = 0;
    return std::optional<Request>(std::move(request));
  }
  TRY(auto value, next());
  if (!value) return std::optional<Request>();
  Request request;
  for (Value& item : value->items) {
    if (item.kind != Kind::bulk) {
      error_ = wrong("a request is an array of bulk strings");
      return *error_;
    }
    request.push_back(std::move(item.text));
  }
  return std::optional<Request>(std::move(request));
}

// The next value that is whole, put into the innermost open array if there is one: then what comes back only says that
// something was read.
Result<std::optional<Value>> Reader::read_one() {
  TRY(const auto header, line());
  if (!header) return std::optional<Value>();
  if (header->empty()) return wrong("an empty line where a value begins");
  const std::string_view rest = header->substr(1);
  const std::size_t header_bytes = header->size() + 2;
  std::optional<Value> value;
  switch (header->front()) {
    case '+':
      value = Value::simple(std::string(rest));
      break;
    case '-':
      value = Value::error(std::string(rest));
      break;
    case ':': {
      TRY(const std::int64_t integer, number(rest));
      value = Value::integer(integer);
      break;
    }
    case '$': {
      TRY(value, read_bulk(rest, header_bytes));
      if (!value) return value;
      break;
    }
    case '*': {
      TRY(value, open_array(rest));
      if (!value) return std::optional<Value>(Value());  // its items come next
      break;
    }
    default:
      return wrong(fmt::format("{} begins no value: + - : $ or *", values::quote(header->substr(0, 1))));
  }
  if (header->front() != '$' && header->front() != '*') take(header_bytes);
  if (of_value_ > kBytesMax) return wrong(fmt::format("a value of more than {} bytes", kBytesMax));
  while (!open_.empty()) {
    open_.back().array.items.push_back(std::move(*value));
    if (open_.back().array.items.size() < open_.back().wanted) return std::optional<Value>(Value());
    value = std::move(open_.back().array);
    open_.pop_back();
  }
  return value;
}

Result<std::optional<Value>> Reader::read_bulk(std::string_view header, std::size_t header_bytes) {
  TRY(const std::int64_t length, number(header));
  if (length == -1) {
    take(header_bytes);
    return std::optional<Value>(Value());
  }
  if (length < 0 || static_cast<std::uint64_t>(length) > kBulkBytesMax) {
    return wrong(fmt::format("a text of {} bytes; at most {} are taken", length, kBulkBytesMax));
  }
  const auto size = static_cast<std::size_t>(length);
  const std::string_view rest = std::string_view(pending_).substr(begin_ + header_bytes);
  if (rest.size() < size + 2) return std::optional<Value>();
  if (rest.substr(size, 2) != "\r\n") return wrong("a text that goes on behind its length");
  Value value = Value::bulk(std::string(rest.substr(0, size)));
  take(header_bytes + size + 2);
  return std::optional<Value>(std::move(value));
}

// An empty or null array is a value at once; another is opened, and nothing comes back.
Result<std::optional<Value>> Reader::open_array(std::string_view header) {
  TRY(const std::int64_t items, number(header));
  if (items < -1 || items > static_cast<std::int64_t>(kItemsMax)) {
    return wrong(fmt::format("an array of {} items; at most {} are taken", items, kItemsMax));
  }
  if (open_.size() >= kDepthMax) return wrong(fmt::format("arrays in arrays, more than {} deep", kDepthMax));
  take(header.size() + 3);
  if (items == -1) return std::optional<Value>(Value());
  if (items == 0) return std::optional<Value>(Value::array({}));
  open_.push_back({Value::array({}), static_cast<std::size_t>(items)});
  return std::optional<Value>();
}

// The line that begins here, without its end; nothing until it is whole. A bare newline ends one too, as people type
// it.
Result<std::optional<std::string_view>> Reader::line() const {
  const std::string_view rest = std::string_view(pending_).substr(begin_);
  const auto end = rest.substr(0, kLineBytesMax).find("\r\n");
  if (end != std::string_view::npos) return std::optional<std::string_view>(rest.substr(0, end));
  if (rest.size() >= kLineBytesMax) return wrong(fmt::format("a line of more than {} bytes", kLineBytesMax));
  return std::optional<std::string_view>();
}

Result<std::int64_t> Reader::number(std::string_view digits) const {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (digits.empty() || error != std::errc() || end != digits.data() + digits.size()) {
    return wrong("expected a whole number");
  }
  return value;
}

Error Reader::wrong(std::string_view what) const {
  return Error::invalid(fmt::format("byte {}: {}", taken_, what));
}

void Reader::take(std::size_t bytes) {
  begin_ += bytes;
  taken_ += bytes;
  of_value_ += bytes;
}

}  // namespace checkride::harness::resp
