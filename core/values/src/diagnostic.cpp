#include "checkride/values/diagnostic.hpp"

#include <algorithm>

#include "checkride/result/assert.hpp"

namespace checkride::values {

std::string Position::text() const {
  if (line == 0) return file;
  return file + ":" + std::to_string(line) + ":" + std::to_string(column);
}

std::string Diagnostic::text() const {
  return Position{file, line, column}.text() + ": " + message;
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
