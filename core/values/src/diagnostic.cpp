#include "checkride/values/diagnostic.hpp"

#include <algorithm>

#include "checkride/result/assert.hpp"
#include "checkride/values/utf8.hpp"

namespace checkride::values {

std::string Position::text() const {
  if (line == 0) return file;
  return file + ":" + std::to_string(line) + ":" + std::to_string(column);
}

namespace {

void append_escaped(std::string& out, unsigned code) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  out += "\\x";
  out += kDigits[code / 16];
  out += kDigits[code % 16];
}

// Messages quote what files say: a terminal must not obey it, and no key may look like a message of its own.
std::string without_controls(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool c1 = byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (byte >= 0x20 && byte != 0x7F && !c1) {
      out += text[i];
      continue;
    }
    append_escaped(out, c1 ? static_cast<unsigned char>(text[++i]) : byte);
  }
  return out;
}

}  // namespace

std::string quote(std::string_view text) {
  constexpr std::size_t kShownMax = 60;  // a message is a line of moderate length, whatever a file holds
  const std::string_view line = text.substr(0, text.find('\n'));
  std::string shown = "\"";
  std::size_t at = 0;
  while (at < line.size()) {
    const std::size_t length = utf8_length(line.substr(at));
    if (at + std::max<std::size_t>(length, 1) > kShownMax) break;
    if (length == 0) {
      append_escaped(shown, static_cast<unsigned char>(line[at++]));
    } else {
      shown += without_controls(line.substr(at, length));
      at += length;
    }
  }
  return shown + (at < text.size() ? "...\"" : "\"");
}

std::string Diagnostic::text() const {
  return Position{file, line, column}.text() + ": " + without_controls(message);
}

void Diagnostics::add(const Position& where, std::string message) {
  items_.push_back(Diagnostic{where.file, where.line, where.column, std::move(message)});
}

void Diagnostics::sort() {
  std::vector<std::string> files;
  for (const auto& item : items_) {
    if (std::find(files.begin(), files.end(), item.file) == files.end()) files.push_back(item.file);
  }
  const auto rank = [&](const Diagnostic& item) { return std::find(files.begin(), files.end(), item.file); };
  std::stable_sort(items_.begin(), items_.end(), [&](const Diagnostic& a, const Diagnostic& b) {
    if (a.file != b.file) return rank(a) < rank(b);
    return a.line != b.line ? a.line < b.line : a.column < b.column;
  });
}

std::string Diagnostics::text() const {
  std::string out;
  for (const auto& item : items_) {
    if (!out.empty()) out += '\n';
    out += item.text();
  }
  return out;
}

Error Diagnostics::error() const {
  CHECKRIDE_ASSERT(!empty());
  return Error::invalid(text());
}

}  // namespace checkride::values
