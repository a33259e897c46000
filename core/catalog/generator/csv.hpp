// Reading the catalogue's CSV files at build time.
#pragma once

#include <cstddef>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace checkride::catalog::generator {

// A mistake in the data; ends the build with its place.
class DataError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// One line of a file, by the names of the header.
class Row {
 public:
  Row(const std::vector<std::string>& header, std::vector<std::string> cells, std::string place);
  // The cell under that header; throws DataError if there is no such column.
  const std::string& operator[](std::string_view column) const;
  // "1" or "0".
  bool flag(std::string_view column) const;
  // "simvars_all.csv:12"
  const std::string& place() const { return place_; }
  [[noreturn]] void fail(const std::string& message) const { throw DataError(place_ + ": " + message); }

 private:
  std::map<std::string, std::string, std::less<>> cells_;
  std::string place_;
};

// Reads a whole file: a header line, then rows with the same number of cells. Cells may be quoted with "", not span
// lines.
std::vector<Row> read_csv(const std::string& path);

// A C++ string literal.
std::string literal(std::string_view text);
std::string upper(std::string_view text);
std::string lower(std::string_view text);
std::vector<std::string> split(std::string_view text, char separator);

}  // namespace checkride::catalog::generator
