#include "collector/write_lock.hpp"

#include <boost/system/errc.hpp>

namespace checkride::runtime::collector {

namespace {

// "process 1234", as Linux tells every process of itself; empty where there is no such thing.
std::string who_this_is(world::Files& files) {
  const auto status = files.read("/proc/self/stat");
  return status ? "process " + status->substr(0, status->find(' ')) : std::string();
}

std::string who_holds(world::Files& files, const std::string& path) {
  const auto holder = files.read(path);
  if (!holder || holder->empty()) return "another monitor";
  return "another monitor (" + holder->substr(0, holder->find('\n')) + ")";
}

}  // namespace

Result<std::unique_ptr<world::RandomFile>> take_write_lock(world::Files& files, const std::string& path) {
  auto lock = files.open(path);
  if (!lock && lock.error().code() == boost::system::errc::device_or_resource_busy) {
    return Error(lock.error().code(), who_holds(files, path) + " writes here and holds " + path +
                                          ": stop it, or give each monitor a place of its own");
  }
  if (!lock) return lock.error();
  // Only for people to read: on a full disk it stays empty.
  (void)(*lock)->truncate(0);
  (void)(*lock)->write_at(0, who_this_is(files) + "\n");
  return lock;
}

}  // namespace checkride::runtime::collector
