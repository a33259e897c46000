#include "real/real_manager.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <ctime>
#include <utility>

#include "real/descriptor.hpp"
#include "real/real_files.hpp"
#include "real/real_network.hpp"

namespace checkride::world::real {
namespace {

std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view() : std::string_view(value);
}

std::optional<std::uint64_t> number_of(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (code != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// The variables are inherited by children too: a process id says whom they are for.
bool is_for_us(const char* name) {
  const auto pid = number_of(variable(name));
  return pid && *pid == static_cast<std::uint64_t>(::getpid());
}

std::uint64_t monotonic_microseconds() {
  timespec now{};
  (void)::clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000 + static_cast<std::uint64_t>(now.tv_nsec) / 1'000;
}

// "/run/systemd/notify", or "@name" in the abstract space.
bool fill_address(const std::string& path, sockaddr_un* address, socklen_t* size) {
  if (path.size() >= sizeof(address->sun_path)) return false;
  address->sun_family = AF_UNIX;
  path.copy(address->sun_path, path.size());
  if (path.front() == '@') address->sun_path[0] = '\0';
  *size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size());
  return true;
}

}  // namespace

RealManager::RealManager(RealNetwork& network) {
  const std::string_view path = variable("NOTIFY_SOCKET");
  if (path.starts_with('/') || path.starts_with('@')) socket_path_ = path;
  const auto period = number_of(variable("WATCHDOG_USEC"));
  const bool ours = variable("WATCHDOG_PID").empty() || is_for_us("WATCHDOG_PID");
  constexpr std::uint64_t kYear = std::uint64_t{365} * 24 * 3600 * 1'000'000;
  if (period && *period > 0 && *period < kYear && ours) {
    watchdog_ = std::chrono::microseconds(static_cast<std::int64_t>(*period));
  }
  if (is_for_us("LISTEN_PID")) adopt_listeners(network);
}

RealManager::~RealManager() = default;

// LISTEN_FDS descriptors from the third on, named by LISTEN_FDNAMES, which colons separate.
void RealManager::adopt_listeners(RealNetwork& network) {
  constexpr int kFirst = 3;
  constexpr std::uint64_t kSocketsMax = 64;
  const std::uint64_t count = std::min(number_of(variable("LISTEN_FDS")).value_or(0), kSocketsMax);
  std::string_view names = variable("LISTEN_FDNAMES");
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::string name(names.substr(0, names.find(':')));
    names = name.size() < names.size() ? names.substr(name.size() + 1) : std::string_view();
    const int descriptor = kFirst + static_cast<int>(i);
    (void)::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    if (auto listener = network.adopt(descriptor)) inherited_.push_back({name, std::move(listener)});
  }
}

Result<> RealManager::notify(std::string_view state) {
  if (!present()) return {};
  sockaddr_un address{};
  socklen_t size = 0;
  if (!fill_address(socket_path_, &address, &size)) {
    return Error(make_error_code(boost::system::errc::filename_too_long), socket_path_);
  }
  const Descriptor socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket) return system_error_at(socket_path_);
  const std::string text = with_monotonic_time(state, monotonic_microseconds());
  const auto* to = reinterpret_cast<const sockaddr*>(&address);
  if (::sendto(socket.get(), text.data(), text.size(), MSG_NOSIGNAL, to, size) < 0) {
    return system_error_at(socket_path_);
  }
  return {};
}

std::unique_ptr<Listener> RealManager::take_listener(std::string_view name, std::uint16_t port) {
  return take_inherited(inherited_, name, port);
}

std::vector<std::string> RealManager::listeners_left() const {
  return described(inherited_);
}

}  // namespace checkride::world::real
