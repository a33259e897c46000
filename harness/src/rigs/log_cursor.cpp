#include "rigs/log_cursor.hpp"

namespace checkride::harness {

namespace {

constexpr std::size_t kPartBytes = 256 * 1024;

// What stands in the file from `offset` on.
Result<std::string> read_from(world::Files& files, const std::string& path, std::uint64_t offset) {
  std::string text;
  while (true) {
    TRY(const std::string part, files.read_part(path, offset + text.size(), kPartBytes));
    text += part;
    if (part.size() < kPartBytes) return text;
  }
}

// The file has fewer bytes than were read of it.
bool shrank(world::Files& files, const std::string& path, std::uint64_t bytes) {
  if (bytes == 0) return false;
  const auto last = files.read_part(path, bytes - 1, 1);
  return last && last->empty();
}

}  // namespace

std::string read_printed(const std::vector<std::string>& lines, LogCursor& cursor) {
  std::string text;
  for (; cursor.printed_lines < lines.size(); ++cursor.printed_lines) text += lines[cursor.printed_lines] + "\n";
  return text;
}

std::string read_log_file(world::Files& files, const std::string& path, LogCursor& cursor) {
  if (shrank(files, path, cursor.file_bytes)) cursor.file_bytes = 0;
  auto text = read_from(files, path, cursor.file_bytes);
  if (!text) return {};  // not there before the first line
  const auto end = text->rfind('\n');
  text->resize(end == std::string::npos ? 0 : end + 1);
  cursor.file_bytes += text->size();
  return std::move(*text);
}

}  // namespace checkride::harness
