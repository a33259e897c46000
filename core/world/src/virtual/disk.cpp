#include "virtual/disk.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/errc.hpp>

#include "read_limit.hpp"

namespace checkride::world::sim {
namespace {

namespace errc = boost::system::errc;

Error file_error(errc::errc_t why, const std::string& path) {
  return Error(errc::make_error_code(why), path);
}

}  // namespace

// An open file. Belongs to the life of the host in which it was opened.
class Disk::Handle final : public File {
 public:
  Handle(Disk& disk, std::string path, std::shared_ptr<Content> content)
      : disk_(disk), path_(std::move(path)), content_(std::move(content)), life_(disk.host_.life()) {}

  Result<> append(std::string_view bytes) override {
    TRY_VOID(check());
    content_->bytes += bytes;
    disk_.trace("append", path_, bytes);
    return {};
  }
  Result<> sync() override {
    TRY_VOID(check());
    content_->synced = content_->bytes.size();
    disk_.trace("sync", path_, {});
    return {};
  }
  std::uint64_t size() const override { return content_->bytes.size(); }

 private:
  Result<> check() const {
    if (life_ != disk_.host_.life()) return file_error(errc::bad_file_descriptor, path_);
    return {};
  }

  Disk& disk_;
  std::string path_;
  std::shared_ptr<Content> content_;
  std::uint32_t life_;
};

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

void Disk::trace(std::string_view what, const std::string& path, std::string_view bytes) {
  host_.scheduler().trace(host_, Kind::file, bytes.size(), what);
  host_.scheduler().hash().fold_bytes(path);
  host_.scheduler().hash().fold_bytes(bytes);
}

Result<std::string> Disk::read(const std::string& path) {
  TRY_VOID(check_up(path));
  const auto found = entries_.find(normal(path));
  if (is_folder(normal(path))) return file_error(errc::is_a_directory, path);
  if (found == entries_.end()) return file_error(errc::no_such_file_or_directory, path);
  if (found->second->bytes.size() > kReadBytesMax) return file_error(errc::file_too_large, path);
  return found->second->bytes;
}

Result<> Disk::write(const std::string& path, std::string_view bytes) {
  const std::string at = normal(path);
  TRY_VOID(check_place(at));
  // A new file in the old one's place, as the real world's rename makes it; who appends to the old one keeps that.
  auto content = std::make_shared<Content>();
  content->bytes = bytes;
  content->synced = bytes.size();
  entries_[at] = std::move(content);
  trace("write", at, bytes);
  return {};
}

Result<std::unique_ptr<File>> Disk::append_to(const std::string& path) {
  const std::string at = normal(path);
  TRY_VOID(check_place(at));
  std::shared_ptr<Content>& content = entries_[at];
  if (content == nullptr) content = std::make_shared<Content>();
  trace("open", at, {});
  return std::unique_ptr<File>(std::make_unique<Handle>(*this, at, content));
}

Result<> Disk::make_directories(const std::string& path) {
  TRY_VOID(check_up(path));
  const std::string at = normal(path);
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
  Entries moved;
  moved.emplace(target, found->second);
  const std::string prefix = prefix_of(source);
  for (auto child = entries_.lower_bound(prefix); child != entries_.end() && child->first.starts_with(prefix);) {
    moved.emplace(prefix_of(target) + child->first.substr(prefix.size()), child->second);
    child = entries_.erase(child);
  }
  if (source != target) entries_.erase(source);
  for (auto& [name, content] : moved) entries_.insert_or_assign(name, content);
  trace("rename", source, target);
  return {};
}

Result<> Disk::remove(const std::string& path) {
  TRY_VOID(check_up(path));
  const std::string at = normal(path);
  if (!entries_.contains(at)) return file_error(errc::no_such_file_or_directory, path);
  if (is_folder(at) && has_children(at)) return file_error(errc::directory_not_empty, path);
  entries_.erase(at);
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
  return found->second ? found->second->permissions : 0755U;
}

void Disk::set_permissions(const std::string& path, unsigned bits) {
  const auto found = entries_.find(normal(path));
  if (found != entries_.end() && found->second) found->second->permissions = bits;
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
