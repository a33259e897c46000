// FrameReader: however the stream is split, the same frames come out, and lengths that cannot be end it.
#include "checkride/protocol/frame_reader.hpp"

#include <algorithm>
#include <vector>

#include "checkride/test/property.hpp"
#include "kinds.hpp"

namespace checkride::protocol::test {
namespace {

// Everything that `reader` has to give by now.
std::vector<Bytes> drain(FrameReader& reader) {
  std::vector<Bytes> frames;
  for (FrameStep step = reader.next(); std::holds_alternative<Frame>(step); step = reader.next()) {
    const auto bytes = std::get<Frame>(step).bytes;
    frames.emplace_back(bytes.begin(), bytes.end());
  }
  return frames;
}

Bytes quit() {
  Bytes frame;
  encode(RecvQuit{}, Protocol::msfs2024, frame);
  return frame;
}

Bytes length(std::uint32_t value) {
  Bytes bytes(4);
  store_little_endian(bytes.data(), value);
  return bytes;
}

TEST(FrameReader, TruncatedHeaderNeedsMore) {
  FrameReader reader(Direction::client_to_server);
  EXPECT_EQ(std::get<NeedMore>(reader.next()).bytes, 4U);
  reader.feed(Bytes{std::byte{16}, std::byte{0}, std::byte{0}});
  EXPECT_EQ(std::get<NeedMore>(reader.next()).bytes, 1U);
  reader.feed(Bytes{std::byte{0}});
  EXPECT_EQ(std::get<NeedMore>(reader.next()).bytes, 12U);
  reader.feed(Bytes(12));
  EXPECT_EQ(std::get<Frame>(reader.next()).bytes.size(), 16U);
  EXPECT_EQ(reader.buffered(), 0U);
}

TEST(FrameReader, AFrameShorterThanItsHeaderEndsTheStream) {
  FrameReader reader(Direction::client_to_server);
  reader.feed(length(15));
  const auto error = std::get<FramingError>(reader.next());
  EXPECT_EQ(error.code, FramingErrorCode::frame_too_short);
  EXPECT_EQ(error.text(), "frame_too_short: 15 bytes at stream offset 0, at least 16 are allowed");
  FrameReader of_server(Direction::server_to_client);
  of_server.feed(length(11));
  EXPECT_EQ(std::get<FramingError>(of_server.next()).limit, 12U);
}

TEST(FrameReader, TheLongestFramePassesAndOneByteMoreEndsTheStream) {
  FrameReader reader(Direction::server_to_client);
  Bytes frame(kMaxFrameBytes);
  mend_length(frame);
  reader.feed(frame);
  EXPECT_EQ(std::get<Frame>(reader.next()).bytes.size(), kMaxFrameBytes);
  reader.feed(length(kMaxFrameBytes + 1));
  const auto error = std::get<FramingError>(reader.next());
  EXPECT_EQ(error.code, FramingErrorCode::frame_too_long);
  EXPECT_EQ(error.offset, kMaxFrameBytes);
  EXPECT_EQ(error.text(), "frame_too_long: 41089 bytes at stream offset 41088, at most 41088 are allowed");
}

TEST(FrameReader, AnErrorStays) {
  FrameReader reader(Direction::server_to_client);
  reader.feed(length(3));
  ASSERT_TRUE(std::holds_alternative<FramingError>(reader.next()));
  reader.feed(quit());
  EXPECT_TRUE(std::holds_alternative<FramingError>(reader.next()));
}

TEST(FrameReader, TheLimitCanBeRaised) {
  FrameReader reader(Direction::server_to_client, 65536);
  Bytes frame(50000);
  mend_length(frame);
  reader.feed(frame);
  EXPECT_TRUE(std::holds_alternative<Frame>(reader.next()));
}

TEST(FrameReader, PreparedRoomIsReadInto) {
  const Bytes frame = quit();
  FrameReader reader(Direction::server_to_client);
  const auto room = reader.prepare(100);
  ASSERT_EQ(room.size(), 100U);
  std::copy(frame.begin(), frame.end(), room.begin());
  reader.commit(frame.size());
  const auto step = reader.next();
  const auto bytes = std::get<Frame>(step).bytes;
  EXPECT_TRUE(std::equal(bytes.begin(), bytes.end(), frame.begin(), frame.end()));
}

// Frames of many sizes, drawn by RapidCheck as sizes.
Bytes stream_of(const std::vector<std::uint16_t>& sizes, std::vector<Bytes>& frames) {
  Bytes stream;
  for (const std::uint16_t size : sizes) {
    Bytes frame(kServerHeaderBytes + size % 5000U, static_cast<std::byte>(frames.size()));
    mend_length(frame);
    stream.insert(stream.end(), frame.begin(), frame.end());
    frames.push_back(std::move(frame));
  }
  return stream;
}

RC_GTEST_PROP(FrameReader, AnySplitGivesTheSameFrames,
              (std::vector<std::uint16_t> sizes, std::vector<std::uint16_t> cuts)) {
  std::vector<Bytes> frames;
  const Bytes stream = stream_of(sizes, frames);
  FrameReader reader(Direction::server_to_client);
  std::vector<Bytes> seen;
  std::size_t position = 0;
  std::size_t turn = 0;
  while (position < stream.size()) {
    const std::size_t wanted = cuts.empty() ? stream.size() : 1U + cuts[turn % cuts.size()] % 6000U;
    const std::size_t size = std::min(wanted, stream.size() - position);
    reader.feed(std::span(stream).subspan(position, size));
    position += size;
    ++turn;
    for (Bytes& frame : drain(reader)) seen.push_back(std::move(frame));
    RC_ASSERT(reader.buffered() < kMaxFrameBytes);
  }
  RC_ASSERT(seen == frames);
  RC_ASSERT(reader.buffered() == 0U);
}

RC_GTEST_PROP(FrameReader, FeedingWithoutReadingLosesNothing, (std::vector<std::uint16_t> sizes)) {
  std::vector<Bytes> frames;
  const Bytes stream = stream_of(sizes, frames);
  FrameReader reader(Direction::server_to_client);
  for (const std::byte byte : stream) reader.feed(std::span(&byte, 1));
  RC_ASSERT(drain(reader) == frames);
}

RC_GTEST_PROP(FrameReader, NeedMoreIsExactlyWhatIsMissing, (std::uint16_t size, std::uint16_t cut)) {
  Bytes frame(kClientHeaderBytes + size % 3000U);
  mend_length(frame);
  const std::size_t have = cut % frame.size();
  const FrameStep step = next_frame(std::span(frame).first(have), Direction::client_to_server);
  const std::size_t missing = have < 4U ? 4U - have : frame.size() - have;
  RC_ASSERT(std::get<NeedMore>(step).bytes == missing);
}

}  // namespace
}  // namespace checkride::protocol::test
