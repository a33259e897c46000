#include "services/stores/append_log.hpp"

#include <fmt/format.h>

#include <boost/system/errc.hpp>
#include <charconv>
#include <optional>
#include <utility>

namespace checkride::harness::stores {

namespace {

constexpr std::size_t kHashDigits = 16;
constexpr std::size_t kLengthDigitsMax = 10;

std::uint64_t fnv1a(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char byte : bytes) {
    hash ^= static_cast<unsigned char>(byte);
    hash *= 0x100000001b3;
  }
  return hash;
}

// The entry at the begin of `text`, and its length in the file; nothing if it is not whole.
std::optional<std::pair<std::string_view, std::size_t>> first_entry(std::string_view text) {
  const auto end = text.substr(0, kHashDigits + 1 + kLengthDigitsMax + 1).find(' ', kHashDigits + 1);
  if (end == std::string_view::npos || text[kHashDigits] != ' ') return std::nullopt;
  std::size_t length = 0;
  const char* digits = text.data() + kHashDigits + 1;
  const auto [stop, error] = std::from_chars(digits, text.data() + end, length);
  if (error != std::errc() || stop != text.data() + end) return std::nullopt;
  if (length >= text.size() - end - 1) return std::nullopt;  // its newline is missing too
  const std::string_view entry = text.substr(end + 1, length);
  if (text[end + 1 + length] != '\n') return std::nullopt;
  if (fmt::format("{:016x}", fnv1a(entry)) != text.substr(0, kHashDigits)) return std::nullopt;
  return std::pair(entry, end + 1 + length + 1);
}

}  // namespace

std::string encode_entry(std::string_view entry) {
  return fmt::format("{:016x} {} {}\n", fnv1a(entry), entry.size(), entry);
}

LogContents read_entries(std::string_view text) {
  LogContents contents;
  while (const auto entry = first_entry(text)) {
    contents.entries.emplace_back(entry->first);
    text.remove_prefix(entry->second);
  }
  contents.damaged_bytes = text.size();
  return contents;
}

AppendLog::AppendLog(world::Files& files, std::string path) : files_(files), path_(std::move(path)) {}

Result<std::vector<std::string>> AppendLog::recover() {
  file_.reset();
  size_ = 0;
  damaged_ = false;
  if (!files_.exists(path_)) return std::vector<std::string>();
  TRY(const std::string text, files_.read(path_));
  LogContents contents = read_entries(text);
  if (contents.damaged_bytes != 0) {
    TRY_VOID(write(std::string_view(text).substr(0, text.size() - contents.damaged_bytes)));
  }
  size_ = contents.entries.size();
  return std::move(contents.entries);
}

Result<> AppendLog::append(std::string_view entry) {
  if (damaged_) TRY_VOID(repair());
  if (!file_) TRY_VOID(open());
  if (auto appended = file_->append(encode_entry(entry)); !appended) {
    damaged_ = true;
    return appended;
  }
  ++size_;
  return {};
}

Result<> AppendLog::sync() {
  return file_ ? file_->sync() : Result<>();
}

Result<> AppendLog::append_durably(std::string_view entry) {
  TRY_VOID(append(entry));
  auto synced = sync();
  if (!synced) {
    --size_;
    damaged_ = true;
  }
  return synced;
}

Result<> AppendLog::rewrite(const std::vector<std::string>& entries) {
  std::string text;
  for (const std::string& entry : entries) text += encode_entry(entry);
  TRY_VOID(write(text));
  size_ = entries.size();
  damaged_ = false;
  return {};
}

Result<> AppendLog::open() {
  if (const auto slash = path_.rfind('/'); slash != std::string::npos && slash != 0) {
    TRY_VOID(files_.make_directories(path_.substr(0, slash)));
  }
  TRY(file_, files_.append_to(path_));
  return {};
}

Result<> AppendLog::repair() {
  TRY(const std::string text, files_.read(path_));
  std::string_view rest = text;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < size_; ++i) {
    const auto entry = first_entry(rest);
    if (!entry) return Error(make_error_code(boost::system::errc::io_error), path_ + ": entries in it are gone");
    kept += entry->second;
    rest.remove_prefix(entry->second);
  }
  TRY_VOID(write(std::string_view(text).substr(0, kept)));
  damaged_ = false;
  return {};
}

Result<> AppendLog::write(std::string_view text) {
  file_.reset();
  if (const auto slash = path_.rfind('/'); slash != std::string::npos && slash != 0) {
    TRY_VOID(files_.make_directories(path_.substr(0, slash)));
  }
  return files_.write(path_, text);
}

}  // namespace checkride::harness::stores
