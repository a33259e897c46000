#include "csv.hpp"

#include <algorithm>
#include <fstream>

namespace checkride::catalog::generator {
namespace {

std::vector<std::string> split_cells(const std::string& line, const std::string& place) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quoted && c == '"' && i + 1 < line.size() && line[i + 1] == '"') {
      cells.back() += line[++i];
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      cells.emplace_back();
    } else {
      cells.back() += c;
    }
  }
  if (quoted) throw DataError(place + ": a quote is not closed");
  return cells;
}

}  // namespace

Row::Row(const std::vector<std::string>& header, std::vector<std::string> cells, std::string place)
    : place_(std::move(place)) {
  if (cells.size() != header.size()) fail("expected " + std::to_string(header.size()) + " cells");
  for (std::size_t i = 0; i < header.size(); ++i) cells_.emplace(header[i], std::move(cells[i]));
}

const std::string& Row::operator[](std::string_view column) const {
  const auto found = cells_.find(column);
  if (found == cells_.end()) fail("there is no column \"" + std::string(column) + "\"");
  return found->second;
}

bool Row::flag(std::string_view column) const {
  const std::string& cell = (*this)[column];
  if (cell != "0" && cell != "1") fail("expected 0 or 1 in \"" + std::string(column) + "\"");
  return cell == "1";
}

std::vector<Row> read_csv(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw DataError(path + ": cannot be opened");
  const std::string name = path.substr(path.rfind('/') + 1);
  std::string line;
  std::getline(file, line);
  const auto header = split_cells(line, name);
  std::vector<Row> rows;
  for (int number = 2; std::getline(file, line); ++number) {
    const std::string place = name + ":" + std::to_string(number);
    rows.emplace_back(header, split_cells(line, place), place);
  }
  if (rows.empty()) throw DataError(path + ": has no rows");
  return rows;
}

std::string literal(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c < ' ' || c > '~') throw DataError("only printable ASCII is allowed: " + std::string(text));
    if (c == '"' || c == '\\' || c == '?') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string upper(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return out;
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const auto end = std::min(text.find(separator), text.size());
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

}  // namespace checkride::catalog::generator
