#include "virtual/disk.hpp"

#include <algorithm>
#include <boost/system/errc.hpp>

#include "read_limit.hpp"

namespace checkride::world::sim {
namespace {

namespace errc = boost::system::errc;

Error file_error(errc::errc_t why, const std::string& path) {
  return Error(errc::make_error_code(why), path);
}

}  // namespace

std::string Disk::normal(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view part = path.substr(0, end);
    path.remove_prefix(std::min(end + 1, path.size()));
    if (part.empty() || part == ".") continue;
    if (part != "..") {
      parts.push_back(part);
    } else if (!parts.empty()) {
      parts.pop_back();
    }
  }
  std::string text;
  for (const std::string_view part : parts) text.append("/").append(part);
  return text.empty() ? "/" : text;
}

bool Disk::is_folder(const std::string& path) const {
  if (path == "/") return true;
  const auto found = entries_.find(path);
  return found != entries_.end() && found->second == nullptr;
}

Result<> Disk::check_up(const std::string& path) const {
  if (!host_.up()) return file_error(errc::bad_file_descriptor, path);
  return {};
}

Result<> Disk::check_place(const std::string& path) const {
  TRY_VOID(check_up(path));
  if (is_folder(path)) return file_error(errc::is_a_directory, path);
  const std::string parent = path.substr(0, path.rfind('/'));
  if (!is_folder(parent.empty() ? "/" : parent)) return file_error(errc::no_such_file_or_directory, path);
  return {};
}

bool Disk::has_children(const std::string& path) const {
  const auto next = entries_.upper_bound(prefix_of(path));
  return next != entries_.end() && next->first.starts_with(prefix_of(path));
}

Result<> Disk::check_life(std::uint32_t life, const std::string& path) const {
  if (life != host_.life()) return file_error(errc::bad_file_descriptor, path);
  return {};
}

std::uint64_t Disk::used_bytes() const {
  std::uint64_t used = 0;
  if (trouble_.options().capacity_bytes == 0) return used;
  for (const auto& [path, content] : entries_) used += content == nullptr ? 0 : content->bytes().size();
  return used;
}

void Disk::cut_power_after(std::uint64_t operations, AtPowerCut then) {
  at_power_cut_ = then;
  trouble_.cut_power_after(operations);
}

DiskTrouble::Fate Disk::next(std::uint64_t bytes, std::uint64_t growth, std::uint64_t used) {
  const DiskTrouble::Fate fate = trouble_.next(bytes, growth, used, random_);
  if (trouble_.power_is_cut() && at_power_cut_ == AtPowerCut::stands_still) host_.freeze();
  return fate;
}

Result<> Disk::change(const std::string& path) {
  const DiskTrouble::Fate fate = next(0, 0, 0);
  if (!fate.error) return {};
  return Error(*fate.error, path);
}

Result<> Disk::put(DiskContent& content, const std::string& path, std::uint64_t offset, std::string_view bytes) {
  const std::uint64_t end = offset + bytes.size();
  const std::uint64_t growth = end > content.bytes().size() ? end - content.bytes().size() : 0;
  const DiskTrouble::Fate fate = next(bytes.size(), std::min<std::uint64_t>(growth, bytes.size()), used_bytes());
  if (fate.bytes > 0 || !fate.error) content.write(offset, bytes.substr(0, fate.bytes));
  if (!fate.error) return {};
  return Error(*fate.error, path);
}

Result<> Disk::sync(DiskContent& content, const std::string& path) {
  const DiskTrouble::Fate fate = next(0, 0, 0);
  if (fate.happens) content.sync();
  if (fate.error) return Error(*fate.error, path);
  trace("sync", path, {});
  return {};
}

Result<DiskSpace> Disk::space(const std::string& path) {
  constexpr std::uint64_t kUnlimited = std::uint64_t{1} << 40U;
  TRY_VOID(check_up(path));
  const std::uint64_t capacity = trouble_.options().capacity_bytes;
  if (capacity == 0) return DiskSpace{kUnlimited, kUnlimited};
  const std::uint64_t used = used_bytes();
  return DiskSpace{capacity, used < capacity ? capacity - used : 0};
}

void Disk::lose_power() {
  trouble_.power_returns();
  for (auto entry = entries_.begin(); entry != entries_.end();) {
    DiskContent* content = entry->second.get();
    if (content != nullptr && !content->named() && random_.ratio(1, 2)) {
      entry = entries_.erase(entry);
      continue;
    }
    if (content != nullptr) content->lose_power(random_);
    ++entry;
  }
}

Result<std::shared_ptr<DiskContent>> Disk::content_at(const std::string& path) {
  const std::string at = normal(path);
  TRY_VOID(check_place(at));
  if (const auto found = entries_.find(at); found != entries_.end()) {
    trace("open", at, {});
    return found->second;
  }
  TRY_VOID(change(path));
  auto content = std::make_shared<DiskContent>();
  entries_[at] = content;
  trace("open", at, {});
  return content;
}

void Disk::trace(std::string_view what, const std::string& path, std::string_view bytes) {
  host_.scheduler().trace(host_, Kind::file, bytes.size(), what);
  host_.scheduler().trace_bytes(path);
  host_.scheduler().trace_bytes(bytes);
}

Result<std::string> Disk::read(const std::string& path) {
  TRY_VOID(check_up(path));
  const auto found = entries_.find(normal(path));
  if (is_folder(normal(path))) return file_error(errc::is_a_directory, path);
  if (found == entries_.end()) return file_error(errc::no_such_file_or_directory, path);
  if (found->second->bytes().size() > kReadBytesMax) return file_error(errc::file_too_large, path);
  return found->second->bytes();
}

Result<std::string> Disk::read_part(const std::string& path, std::uint64_t offset, std::size_t bytes_max) {
  TRY_VOID(check_up(path));
  const auto found = entries_.find(normal(path));
  if (is_folder(normal(path))) return file_error(errc::is_a_directory, path);
  if (found == entries_.end()) return file_error(errc::no_such_file_or_directory, path);
  const std::string& bytes = found->second->bytes();
  return offset >= bytes.size() ? std::string() : bytes.substr(static_cast<std::size_t>(offset), bytes_max);
}

Result<> Disk::write(const std::string& path, std::string_view bytes) {
  const std::string at = normal(path);
  TRY_VOID(check_place(at));
  // A new file in the old one's place, as the real world's rename makes it; who appends to the old one keeps that.
  const DiskTrouble::Fate fate = next(bytes.size(), bytes.size(), used_bytes());
  if (!fate.error || (fate.happens && fate.bytes == bytes.size())) {
    entries_[at] = std::make_shared<DiskContent>(bytes);
  }
  if (fate.error) return Error(*fate.error, path);
  trace("write", at, bytes);
  return {};
}

Result<> Disk::make_directories(const std::string& path) {
  TRY_VOID(check_up(path));
  const std::string at = normal(path);
  if (is_folder(at)) return {};
  TRY_VOID(change(path));
  for (std::size_t end = at.find('/', 1); at != "/"; end = at.find('/', end + 1)) {
    const std::string folder = at.substr(0, end);
    const auto [entry, made] = entries_.try_emplace(folder, nullptr);
    if (!made && entry->second != nullptr) return file_error(errc::not_a_directory, folder);
    if (end == std::string::npos) break;
  }
  trace("folder", at, {});
  return {};
}

Result<> Disk::rename(const std::string& from, const std::string& to) {
  const std::string source = normal(from);
  const std::string target = normal(to);
  TRY_VOID(check_up(from));
  const auto found = entries_.find(source);
  if (found == entries_.end()) return file_error(errc::no_such_file_or_directory, from);
  TRY_VOID(check_place(target));
  if (found->second == nullptr && entries_.contains(target)) return file_error(errc::not_a_directory, to);
  if (target.starts_with(prefix_of(source))) return file_error(errc::invalid_argument, to);
  const DiskTrouble::Fate fate = next(0, 0, 0);
  if (!fate.happens) return Error(*fate.error, from);
  if (found->second != nullptr) found->second->name();
  Entries moved;
  moved.emplace(target, found->second);
  const std::string prefix = prefix_of(source);
  for (auto child = entries_.lower_bound(prefix); child != entries_.end() && child->first.starts_with(prefix);) {
    moved.emplace(prefix_of(target) + child->first.substr(prefix.size()), child->second);
    child = entries_.erase(child);
  }
  if (source != target) entries_.erase(source);
  for (auto& [name, content] : moved) entries_.insert_or_assign(name, content);
  if (fate.error) return Error(*fate.error, from);
  trace("rename", source, target);
  return {};
}

Result<> Disk::remove(const std::string& path) {
  TRY_VOID(check_up(path));
  const std::string at = normal(path);
  if (!entries_.contains(at)) return file_error(errc::no_such_file_or_directory, path);
  if (is_folder(at) && has_children(at)) return file_error(errc::directory_not_empty, path);
  const DiskTrouble::Fate fate = next(0, 0, 0);
  if (fate.happens) entries_.erase(at);
  if (fate.error) return Error(*fate.error, path);
  trace("remove", at, {});
  return {};
}

bool Disk::exists(const std::string& path) {
  const std::string at = normal(path);
  return host_.up() && (at == "/" || entries_.contains(at));
}

Result<unsigned> Disk::permissions(const std::string& path) {
  TRY_VOID(check_up(path));
  const auto found = entries_.find(normal(path));
  if (found == entries_.end()) return file_error(errc::no_such_file_or_directory, path);
  return found->second ? found->second->permissions() : 0755U;
}

void Disk::set_permissions(const std::string& path, unsigned bits) {
  const auto found = entries_.find(normal(path));
  if (found != entries_.end() && found->second) found->second->set_permissions(bits);
}

Result<std::vector<std::string>> Disk::list(const std::string& path) {
  TRY_VOID(check_up(path));
  const std::string at = normal(path);
  if (!is_folder(at)) return file_error(exists(at) ? errc::not_a_directory : errc::no_such_file_or_directory, path);
  std::vector<std::string> names;
  const std::string prefix = prefix_of(at);
  for (auto entry = entries_.lower_bound(prefix); entry != entries_.end() && entry->first.starts_with(prefix);
       ++entry) {
    const std::string name = entry->first.substr(prefix.size());
    if (name.find('/') == std::string::npos) names.push_back(name);
  }
  return names;
}

}  // namespace checkride::world::sim
