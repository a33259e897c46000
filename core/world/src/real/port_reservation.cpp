#include "checkride/world/port_reservation.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <fstream>
#include <string>

#include "real/descriptor.hpp"

namespace checkride::world {

// The abstract socket that is the lock: the kernel frees it when the descriptor closes, however that comes about.
struct PortReservation::Lock {
  real::Descriptor socket;
};

namespace {

constexpr int kAttempts = 1000;
constexpr std::int64_t kLowest = 10'000;
constexpr std::int64_t kUsualEphemeralStart = 32'768;
constexpr std::int64_t kFewestPorts = 1000;
const std::string kLoopback = "127.0.0.1";

// The first port that the kernel gives out by itself.
std::int64_t ephemeral_start() {
  std::ifstream range("/proc/sys/net/ipv4/ip_local_port_range");
  std::int64_t first = 0;
  return range >> first && first >= kLowest + kFewestPorts ? first : kUsualEphemeralStart;
}

real::Descriptor locked(std::int64_t port) {
  real::Descriptor descriptor(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string name = "checkride-port-" + std::to_string(port);
  std::memcpy(address.sun_path + 1, name.data(), name.size());  // a leading zero makes it abstract
  const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size());
  if (::bind(descriptor.get(), reinterpret_cast<const sockaddr*>(&address), length) != 0) return {};
  return descriptor;
}

// Does nobody else have it? Asked without SO_REUSEADDR: connections of an earlier life count as well.
bool is_free(std::int64_t port) {
  const real::Descriptor descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return ::bind(descriptor.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

}  // namespace

PortReservation::PortReservation(Endpoint endpoint, std::unique_ptr<Lock> lock)
    : endpoint_(std::move(endpoint)), lock_(std::move(lock)) {}
PortReservation::PortReservation(PortReservation&& other) noexcept = default;
PortReservation& PortReservation::operator=(PortReservation&& other) noexcept = default;
PortReservation::~PortReservation() = default;

Result<PortReservation> PortReservation::take(Random& random) {
  const std::int64_t past = ephemeral_start();
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    const std::int64_t port = random.between(kLowest, past - 1);
    real::Descriptor socket = locked(port);
    if (!socket || !is_free(port)) continue;
    auto lock = std::make_unique<Lock>();
    lock->socket = std::move(socket);
    return PortReservation(Endpoint{kLoopback, static_cast<std::uint16_t>(port)}, std::move(lock));
  }
  return Error(make_error_code(boost::system::errc::address_in_use),
               kLoopback + ":" + std::to_string(kLowest) + "-" + std::to_string(past - 1));
}

}  // namespace checkride::world
