#include "replay/capsule_files.hpp"

#include <algorithm>

namespace checkride::harness {

namespace {

namespace errc = boost::system::errc;

Error error(errc::errc_t code, const std::string& path) {
  return Error(make_error_code(code), path);
}
Error unchangeable(const std::string& path) {
  return error(errc::read_only_file_system, path);
}

// What paths inside a folder begin with.
std::string inside(const std::string& folder) {
  return folder.ends_with('/') ? folder : folder + "/";
}

}  // namespace

Result<std::string> CapsuleFiles::read(const std::string& path) {
  if (const auto found = files_.find(path); found != files_.end()) return found->second;
  return error(exists(path) ? errc::is_a_directory : errc::no_such_file_or_directory, path);
}

Result<std::string> CapsuleFiles::read_part(const std::string& path, std::uint64_t offset, std::size_t bytes_max) {
  TRY(const std::string whole, read(path));
  return offset >= whole.size() ? std::string() : whole.substr(static_cast<std::size_t>(offset), bytes_max);
}

bool CapsuleFiles::exists(const std::string& path) {
  if (path.empty()) return false;
  if (files_.contains(path)) return true;
  const auto first = files_.lower_bound(inside(path));
  return first != files_.end() && first->first.starts_with(inside(path));
}

Result<std::vector<std::string>> CapsuleFiles::list(const std::string& path) {
  if (files_.contains(path)) return error(errc::not_a_directory, path);
  const std::string begin = inside(path);
  std::vector<std::string> names;
  for (auto at = files_.lower_bound(begin); at != files_.end() && at->first.starts_with(begin); ++at) {
    const std::string rest = at->first.substr(begin.size());
    std::string name = rest.substr(0, rest.find('/'));
    if (names.empty() || names.back() != name) names.push_back(std::move(name));
  }
  const bool is_there = !names.empty();
  std::erase(names, "");  // the mark of the folder itself
  if (!is_there) return error(errc::no_such_file_or_directory, path);
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

Result<> CapsuleFiles::write(const std::string& path, std::string_view) {
  return unchangeable(path);
}
Result<std::unique_ptr<world::File>> CapsuleFiles::append_to(const std::string& path) {
  return unchangeable(path);
}
Result<> CapsuleFiles::make_directories(const std::string& path) {
  return unchangeable(path);
}
Result<> CapsuleFiles::rename(const std::string& from, const std::string&) {
  return unchangeable(from);
}
Result<> CapsuleFiles::remove(const std::string& path) {
  return unchangeable(path);
}

}  // namespace checkride::harness
