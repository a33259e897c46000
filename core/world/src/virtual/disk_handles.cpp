// The open files of a virtual disk. Each belongs to the life of the host in which it was opened.
#include <boost/system/errc.hpp>

#include "virtual/disk.hpp"

namespace checkride::world::sim {
namespace {

namespace errc = boost::system::errc;

}  // namespace

class Disk::Handle final : public File {
 public:
  Handle(Disk& disk, std::string path, std::shared_ptr<DiskContent> content)
      : disk_(disk), path_(std::move(path)), content_(std::move(content)), life_(disk.host_.life()) {}

  Result<> append(std::string_view bytes) override {
    TRY_VOID(disk_.check_life(life_, path_));
    TRY_VOID(disk_.put(*content_, path_, content_->bytes().size(), bytes));
    disk_.trace("append", path_, bytes);
    return {};
  }
  Result<> sync() override {
    TRY_VOID(disk_.check_life(life_, path_));
    return disk_.sync(*content_, path_);
  }
  std::uint64_t size() const override { return content_->bytes().size(); }

 private:
  Disk& disk_;
  std::string path_;
  std::shared_ptr<DiskContent> content_;
  std::uint32_t life_;
};

class Disk::RandomHandle final : public RandomFile {
 public:
  RandomHandle(Disk& disk, std::string path, std::shared_ptr<DiskContent> content)
      : disk_(disk),
        path_(std::move(path)),
        content_(std::move(content)),
        life_(disk.host_.life()),
        held_(std::make_shared<const int>(0)) {
    content_->hold(held_, life_);
  }

  Result<std::string> read_at(std::uint64_t offset, std::size_t length) override {
    TRY_VOID(disk_.check_life(life_, path_));
    return offset >= content_->bytes().size() ? std::string() : content_->bytes().substr(offset, length);
  }
  Result<> write_at(std::uint64_t offset, std::string_view bytes) override {
    TRY_VOID(disk_.check_life(life_, path_));
    if (offset + bytes.size() > kFileBytesMax) return Error(make_error_code(errc::file_too_large), path_);
    TRY_VOID(disk_.put(*content_, path_, offset, bytes));
    disk_.trace("write at", path_, bytes);
    return {};
  }
  Result<> truncate(std::uint64_t size) override {
    TRY_VOID(disk_.check_life(life_, path_));
    if (size > kFileBytesMax) return Error(make_error_code(errc::file_too_large), path_);
    TRY_VOID(disk_.change(path_));
    content_->truncate(size);
    disk_.trace("truncate", path_, {});
    return {};
  }
  Result<> sync() override {
    TRY_VOID(disk_.check_life(life_, path_));
    return disk_.sync(*content_, path_);
  }
  Result<std::uint64_t> size() override {
    TRY_VOID(disk_.check_life(life_, path_));
    return std::uint64_t{content_->bytes().size()};
  }

 private:
  static constexpr std::uint64_t kFileBytesMax = std::uint64_t{1} << 32U;  // they are in memory

  Disk& disk_;
  std::string path_;
  std::shared_ptr<DiskContent> content_;
  std::uint32_t life_;
  std::shared_ptr<const int> held_;
};

Result<std::unique_ptr<File>> Disk::append_to(const std::string& path) {
  TRY(std::shared_ptr<DiskContent> content, content_at(path));
  return std::unique_ptr<File>(std::make_unique<Handle>(*this, normal(path), std::move(content)));
}

Result<std::unique_ptr<RandomFile>> Disk::open(const std::string& path) {
  TRY(std::shared_ptr<DiskContent> content, content_at(path));
  if (content->held(host_.life())) return Error(make_error_code(errc::device_or_resource_busy), path);
  return std::unique_ptr<RandomFile>(std::make_unique<RandomHandle>(*this, normal(path), std::move(content)));
}

}  // namespace checkride::world::sim
