// Goal: what is packed comes back as it was, and what clients say takes little room. Method: laws over bytes with runs
// of zeros of every length, and a message with long texts.
#include "control/packed_bytes.hpp"

#include <gmock/gmock.h>

#include "checkride/protocol/protocol.hpp"
#include "checkride/test/property.hpp"

namespace checkride::emulator {
namespace {

using Bytes = std::vector<std::byte>;

rc::Gen<Bytes> any_bytes() {
  return rc::gen::exec([] {
    Bytes bytes;
    const int pieces = *rc::gen::inRange(0, 6);
    for (int i = 0; i < pieces; ++i) {
      bytes.insert(bytes.end(), *rc::gen::inRange<std::size_t>(0, 600), std::byte{});
      const auto plain = *rc::gen::inRange<std::size_t>(0, 600);
      for (std::size_t k = 0; k < plain; ++k) bytes.push_back(static_cast<std::byte>(*rc::gen::inRange(0, 3)));
    }
    return bytes;
  });
}

RC_GTEST_PROP(PackedBytes, ComeBackAsTheyWere, ()) {
  const Bytes bytes = *any_bytes();
  const PackedBytes packed(bytes);
  RC_ASSERT(packed.size() == bytes.size());
  RC_ASSERT(packed.unpack() == bytes);
}

RC_GTEST_PROP(PackedBytes, TakeHardlyMoreThanTheyWere, ()) {
  const Bytes bytes = *any_bytes();
  RC_ASSERT(PackedBytes(bytes).packed_size() <= bytes.size() + 2 * (bytes.size() / 255 + 1));
}

TEST(PackedBytes, TextsOfFixedLengthTakeLittle) {
  protocol::AddToDataDefinition message;
  message.datum_name = "PLANE ALTITUDE";
  message.units_name = "feet";
  Bytes bytes;
  protocol::encode(message, protocol::Protocol::msfs2024, protocol::SendId{3}, bytes);
  ASSERT_GT(bytes.size(), 500u);
  EXPECT_LT(PackedBytes(bytes).packed_size(), 80u);
}

TEST(PackedBytes, OfNothingAreNothing) {
  EXPECT_EQ(PackedBytes().unpack(), Bytes());
  EXPECT_EQ(PackedBytes(Bytes()).packed_size(), 0u);
}

}  // namespace
}  // namespace checkride::emulator
