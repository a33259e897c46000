#include "checkride/capture/address.hpp"

#include <arpa/inet.h>

#include <algorithm>

namespace checkride::capture {

std::string Address::text() const {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const char* const written = inet_ntop(v6 ? AF_INET6 : AF_INET, bytes.data(), text.data(), text.size());
  return written == nullptr ? std::string() : std::string(written);
}

Address Address::as_v6() const {
  if (v6) return *this;
  Address mapped{.v6 = true};
  mapped.bytes[10] = mapped.bytes[11] = 0xFF;
  std::copy_n(bytes.begin(), 4, mapped.bytes.begin() + 12);
  return mapped;
}

std::optional<Address> parse_address(std::string_view text) {
  const std::string copy(text);
  Address address;
  if (inet_pton(AF_INET, copy.c_str(), address.bytes.data()) == 1) return address;
  address.v6 = true;
  if (inet_pton(AF_INET6, copy.c_str(), address.bytes.data()) == 1) return address;
  return std::nullopt;
}

std::string Endpoint::text() const {
  const std::string host = address.v6 ? "[" + address.text() + "]" : address.text();
  return host + ":" + std::to_string(port);
}

}  // namespace checkride::capture
