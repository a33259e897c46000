#include "checkride/values/diagnostic.hpp"

#include <algorithm>

#include "checkride/result/assert.hpp"

namespace checkride::values {

std::string Position::text() const {
  if (line == 0) return file;
  return file + ":" + std::to_string(line) + ":" + std::to_string(column);
}

namespace {

// Messages quote what files say: a terminal must not obey it, and no key may look like a message of its own.
std::string without_controls(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool c1 = byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (byte >= 0x20 && byte != 0x7F && !c1) {
      out += text[i];
      continue;
    }
    const unsigned code = c1 ? static_cast<unsigned char>(text[++i]) : byte;
    out += "\\x";
    out += kDigits[code / 16];
    out += kDigits[code % 16];
  }
  return out;
}

}  // namespace

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
