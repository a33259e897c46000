#include "checkride/program/output_file.hpp"

#include <boost/system/errc.hpp>

namespace checkride::program {
namespace {

namespace errc = boost::system::errc;

constexpr unsigned kWriteBits = 0222;

// A new file can be made under this name, and none is there yet.
Result<> try_new_file(world::Files& files, const std::string& path) {
  const auto opened = files.append_to(path);
  if (!opened) return opened.error();
  (void)files.remove(path);  // an empty file at worst
  return {};
}

}  // namespace

Result<> check_output_file(world::Files& files, const std::string& path) {
  if (!files.exists(path)) return try_new_file(files, path);
  const auto begin = files.read_part(path, 0, 1);
  if (!begin && begin.error().code() == errc::is_a_directory) return begin.error();
  if (!begin && begin.error().code() == errc::invalid_argument) return {};  // a pipe or a device
  TRY(const unsigned permissions, files.permissions(path));
  if ((permissions & kWriteBits) == 0) {
    return Error(make_error_code(errc::permission_denied), path + " is read-only");
  }
  const auto opened = files.append_to(path);
  if (!opened) return opened.error();
  // What is written takes the file's place, by way of a new one beside it.
  const std::string beside = path + ".new";
  return files.exists(beside) ? Result<>() : try_new_file(files, beside);
}

}  // namespace checkride::program
