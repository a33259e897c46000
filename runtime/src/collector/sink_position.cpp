#include <fmt/format.h>

#include <charconv>

#include "collector/sink.hpp"

namespace checkride::runtime::collector {

namespace {

constexpr std::string_view kMark = "checkride-sink-position 1 ";

// Takes a number and the space behind it off the front.
bool take_number(std::string_view* text, std::uint64_t* number) {
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), *number);
  if (error != std::errc() || end == text->data() + text->size() || *end != ' ') return false;
  text->remove_prefix(static_cast<std::size_t>(end - text->data()) + 1);
  return true;
}

}  // namespace

std::string position_path(const std::string& journal_folder, std::string_view sink) {
  return fmt::format("{}/{}.position", journal_folder, sink);
}

Result<SinkPosition> read_position(world::Files& files, const std::string& path) {
  SinkPosition position;
  if (!files.exists(path)) return position;
  TRY(const std::string content, files.read(path));
  std::string_view text = content;
  const bool marked = text.starts_with(kMark);
  if (marked) text.remove_prefix(kMark.size());
  if (!marked || !take_number(&text, &position.next) || !take_number(&text, &position.bytes) || !text.ends_with('\n')) {
    return Error::invalid(path + " does not say how far the sink is");
  }
  position.file = text.substr(0, text.size() - 1);
  return position;
}

Result<> write_position(world::Files& files, const std::string& path, const SinkPosition& position) {
  return files.write(path, fmt::format("{}{} {} {}\n", kMark, position.next, position.bytes, position.file));
}

}  // namespace checkride::runtime::collector
