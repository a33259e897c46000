// Goal: what others reach is never taken for this machine's own, however it is spelled. Method: a table.
#include <gtest/gtest.h>

#include "checkride/world/loopback.hpp"

namespace checkride::world {
namespace {

TEST(Loopback, IsWhatOnlyThisMachineReaches) {
  for (const char* host :
       {"127.0.0.1", "127.0.0.53", "127.255.255.255", "::1", "::ffff:127.0.0.1", "localhost", "LocalHost"}) {
    EXPECT_TRUE(is_loopback(host)) << host;
  }
}

TEST(Loopback, IsNoNameThatLooksLikeItAndNoOtherAddress) {
  for (const char* host :
       {"", "127.example.com", "127.0.0.1.example.com", "localhost.example.com", "localhos", "127", "128.0.0.1",
        "0.0.0.0", "::", "::2", "::ffff:10.0.0.1", "::ffff:127.evil.example", "10.127.0.0.1"}) {
    EXPECT_FALSE(is_loopback(host)) << host;
  }
}

}  // namespace
}  // namespace checkride::world
