#include "collector/dead_letters.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <memory>

#include "checkride/values/json.hpp"

namespace checkride::runtime::collector {

namespace {

// Where the line begins that holds the byte before `end`, or that follows the line break which is that byte.
Result<std::uint64_t> begin_of_line(world::RandomFile& file, std::uint64_t end) {
  constexpr std::uint64_t kPieceBytes = 64 * 1024;
  while (end > 0) {
    const std::uint64_t begin = end - std::min(end, kPieceBytes);
    TRY(const std::string piece, file.read_at(begin, static_cast<std::size_t>(end - begin)));
    if (const std::size_t last = piece.rfind('\n'); last != std::string::npos) return begin + last + 1;
    end = begin;
  }
  return end;
}

// How the letter of a point ends, whatever its reason: no text of JSON holds a quote that is not escaped.
std::string ending_of_letter(std::string_view line) {
  std::string ending = ",\"line\":";
  values::json::append_json_string(ending, line);
  return ending + "}";
}

// Whether the last of the lines, which end at `end`, is a whole letter of that ending. After a loss of power its end
// may be there without its beginning.
Result<bool> is_last_letter(world::RandomFile& file, std::uint64_t end, const std::string& ending) {
  if (end <= ending.size()) return false;
  TRY(const std::uint64_t begin, begin_of_line(file, end - 1));
  TRY(const std::string letter, file.read_at(begin, static_cast<std::size_t>(end - 1 - begin)));
  if (!letter.ends_with(ending)) return false;
  boost::system::error_code broken;
  (void)boost::json::parse(letter, broken);
  return !broken;
}

}  // namespace

Result<> put_dead_letter(world::Files& files, const std::string& path, std::string_view line, std::string_view reason,
                         std::uint64_t bytes_max) {
  TRY(std::unique_ptr<world::RandomFile> file, files.open(path));
  TRY(const std::uint64_t size, file->size());
  TRY(std::uint64_t end, begin_of_line(*file, size));
  if (end < size) TRY_VOID(file->truncate(end));
  const std::string ending = ending_of_letter(line);
  TRY(const bool is_there, is_last_letter(*file, end, ending));
  if (is_there) return file->sync();
  if (end > bytes_max) {
    file.reset();
    TRY_VOID(files.rename(path, path + ".1"));
    TRY(file, files.open(path));
    end = 0;
  }
  std::string letter = "{\"reason\":";
  values::json::append_json_string(letter, reason);
  TRY_VOID(file->write_at(end, letter + ending + "\n"));
  return file->sync();
}

}  // namespace checkride::runtime::collector
