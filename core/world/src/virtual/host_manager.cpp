#include "virtual/host_manager.hpp"

#include "checkride/result/assert.hpp"

namespace checkride::world::sim {

void HostManager::supervise(ManagerOptions options) {
  present_ = true;
  watchdog_ = options.watchdog;
  for (ManagerOptions::Socket& socket : options.listeners) {
    auto listener = net_.listen(host_, socket.where);
    CHECKRIDE_ASSERT(listener.has_value());  // the test asks for a free port of this host
    inherited_.push_back({std::move(socket.name), std::move(*listener)});
  }
}

void HostManager::inherit(std::vector<InheritedListener> listeners) {
  for (InheritedListener& one : listeners) inherited_.push_back(std::move(one));
}

Result<> HostManager::notify(std::string_view state) {
  if (!present_ || !host_.up()) return {};
  const auto now = static_cast<std::uint64_t>(host_.scheduler().now()) / 1'000;
  notified_.push_back(with_monotonic_time(state, now));
  host_.scheduler().trace(host_, Kind::print, 3, notified_.back());
  return {};
}

}  // namespace checkride::world::sim
