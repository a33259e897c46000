// A file on its way to its name. It is written under another one in the same folder, and takes its place when it is
// whole.
#pragma once

#include <string>
#include <utility>

#include "checkride/result/result.hpp"
#include "real/descriptor.hpp"

namespace checkride::world::real {

// The names are the same few for all files of a folder: .checkride.new, and with -2, -3, ... behind it while others
// write there too, each of whom holds the lock of its own. So what a killed program left is told from what somebody is
// writing, and goes when the folder is next written to.
class NewFile {
 public:
  // Errors name `path`, whose place it is to take.
  static Result<NewFile> make(const std::string& path);
  NewFile(NewFile&& other) noexcept
      : descriptor_(std::move(other.descriptor_)), name_(std::exchange(other.name_, std::string())) {}
  NewFile& operator=(NewFile&&) = delete;
  // Removes it unless it has taken its place.
  ~NewFile();

  int descriptor() const { return descriptor_.get(); }
  // Once, last.
  Result<> take_place_of(const std::string& path);

 private:
  NewFile(Descriptor descriptor, std::string name) : descriptor_(std::move(descriptor)), name_(std::move(name)) {}

  Descriptor descriptor_;
  std::string name_;
};

}  // namespace checkride::world::real
