// Tracks as comma-separated values: a line of names, then a line a sample.
#include <utility>
#include <vector>

#include "flights/track_builder.hpp"

namespace checkride::emulator {
namespace {

struct Cell {
  std::string text;
  int column = 1;
};

// One line of the file, cells apart. A quoted cell may hold separators, and two quotes for one.
class CellReader {
 public:
  explicit CellReader(char separator) : separator_(separator) {}

  // What is wrong with the quotes, null if nothing is; `cells` holds what came before.
  const char* read(std::string_view line, std::vector<Cell>& cells) const {
    cells.clear();
    std::size_t at = 0;
    while (true) {
      Cell cell{{}, static_cast<int>(at) + 1};
      const bool quoted = at < line.size() && line[at] == '"';
      if (quoted && !read_quoted(line, at, cell.text)) return "a quote is not closed";
      const std::size_t end = std::min(line.find(separator_, at), line.size());
      if (quoted && !trimmed(line.substr(at, end - at)).empty()) return "text behind a closing quote";
      if (!quoted) cell.text = line.substr(at, end - at);
      cells.push_back(std::move(cell));
      if (end == line.size()) return nullptr;
      at = end + 1;
    }
  }

 private:
  // Moves `at` behind the closing quote.
  static bool read_quoted(std::string_view line, std::size_t& at, std::string& text) {
    for (++at; at < line.size(); ++at) {
      if (line[at] != '"') {
        text += line[at];
      } else if (at + 1 < line.size() && line[at + 1] == '"') {
        text += line[++at];
      } else {
        ++at;
        return true;
      }
    }
    return false;
  }

  char separator_;
};

char separator_of(std::string_view header) {
  for (const char c : {',', ';', '\t'}) {
    if (header.find(c) != std::string_view::npos) return c;
  }
  return ',';
}

// Takes a line off the front, without its end.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

class CsvReader {
 public:
  CsvReader(const std::string& file, const TrackOptions& options) : builder_(file, options), file_(file) {}

  Result<Track> read(std::string_view text) {
    if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    while (!text.empty() && !builder_.full()) {
      const std::string_view line = take_line(text);
      ++line_;
      if (trimmed(line).empty()) continue;
      if (!cells_) {
        cells_.emplace(separator_of(line));
        if (!read_header(line)) return builder_.finish();
      } else {
        read_row(line);
      }
    }
    return builder_.finish();
  }

 private:
  values::Position at(int column) const { return {file_, line_, column}; }

  bool split(std::string_view line) {
    const char* wrong = cells_->read(line, row_);
    if (wrong != nullptr) builder_.mistakes().add(at(1), wrong);
    return wrong == nullptr;
  }

  // False: the rows would make no sense.
  bool read_header(std::string_view line) {
    if (!split(line)) return false;
    for (const Cell& cell : row_) {
      if (builder_.full()) break;
      (void)builder_.column(cell.text, at(cell.column));
    }
    columns_ = row_.size();
    for (const auto& [field, name] :
         {std::pair{TrackField::latitude, "latitude"}, {TrackField::longitude, "longitude"}}) {
      if (builder_.has(field)) continue;
      builder_.mistakes().add(at(1), std::string("no column \"") + name + "\": the first line names the columns");
    }
    return builder_.mistakes().none();
  }

  void read_row(std::string_view line) {
    if (!split(line)) return;
    if (row_.size() != columns_) {
      builder_.mistakes().add(
          at(row_.size() < columns_ ? static_cast<int>(line.size()) + 1 : row_[columns_].column),
          "expected " + std::to_string(columns_) + " cells as in the first line, found " + std::to_string(row_.size()));
      return;
    }
    builder_.begin(at(1));
    for (std::size_t i = 0; i < columns_; ++i) builder_.put(i, row_[i].text, at(row_[i].column));
    builder_.end();
  }

  TrackBuilder builder_;
  const std::string& file_;
  std::optional<CellReader> cells_;
  std::vector<Cell> row_;
  std::size_t columns_ = 0;
  int line_ = 0;
};

}  // namespace

Result<Track> parse_csv_track(std::string_view text, const std::string& file, const TrackOptions& options) {
  return CsvReader(file, options).read(text);
}

}  // namespace checkride::emulator
