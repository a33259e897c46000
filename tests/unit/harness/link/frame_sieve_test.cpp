// Silence, frame by frame. Goal: however the bytes are cut, what goes on are whole frames, and those that began while
// it was open.
#include "link/frame_sieve.hpp"

#include <gmock/gmock.h>

#include <vector>

#include "checkride/test/property.hpp"

namespace checkride::harness {
namespace {

std::string frame_of(std::size_t size, char with) {
  std::string frame(size, with);
  for (std::size_t i = 0; i < 4; ++i) frame[i] = static_cast<char>((size >> (8 * i)) & 0xFF);
  return frame;
}

TEST(FrameSieve, AFrameThatBeganBeforeGoesOnWhole) {
  FrameSieve sieve;
  const std::string first = frame_of(20, 'a');
  const std::string second = frame_of(16, 'b');
  EXPECT_EQ(sieve.pass(first.substr(0, 2), false), first.substr(0, 2));
  EXPECT_EQ(sieve.pass(first.substr(2) + second, true), first.substr(2));
  EXPECT_EQ(sieve.pass(first, false), first);
}

TEST(FrameSieve, AFrameThatBeganInSilenceVanishesWhole) {
  FrameSieve sieve;
  const std::string frame = frame_of(20, 'a');
  EXPECT_EQ(sieve.pass(frame.substr(0, 3), true), "");
  EXPECT_EQ(sieve.pass(frame.substr(3) + frame, false), frame);
}

TEST(FrameSieve, WhatIsNoSimConnectVanishesByteByByte) {
  FrameSieve sieve;
  EXPECT_EQ(sieve.pass("220 mail at your service", false), "220 mail at your service");
  EXPECT_EQ(sieve.pass("250 ok", true), "");
  EXPECT_EQ(sieve.pass("354 go on", false), "354 go on");
}

RC_GTEST_PROP(FrameSieveLaws, FramesPassWholeOrNotAtAllHoweverTheyAreCut, ()) {
  const auto sizes = *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(12, 40));
  FrameSieve sieve;
  std::string through;
  std::string expected;
  for (const std::size_t size : sizes) {
    const std::string frame = frame_of(size, static_cast<char>('a' + size % 26));
    const bool shut = *rc::gen::arbitrary<bool>();
    if (!shut) expected += frame;
    bool now = shut;  // decided by the first byte; what it is later makes no difference
    for (std::size_t at = 0; at < size;) {
      const auto length = *rc::gen::inRange<std::size_t>(1, size - at + 1);
      through += sieve.pass(std::string_view(frame).substr(at, length), now);
      at += length;
      now = *rc::gen::arbitrary<bool>();
    }
  }
  RC_ASSERT(through == expected);
}

RC_GTEST_PROP(FrameSieveLaws, OpenItChangesNothing, (const std::vector<std::string>& pieces)) {
  FrameSieve sieve;
  for (const std::string& piece : pieces) RC_ASSERT(sieve.pass(piece, false) == piece);
}

}  // namespace
}  // namespace checkride::harness
