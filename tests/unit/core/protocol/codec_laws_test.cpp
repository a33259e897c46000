// Laws of the codec for every message of the table and every protocol version.
//
// Goal: encoding loses nothing, decoding is total, and a frame that is cut says which field was cut, and where.
// Method: messages are made at random by walking the table, so a new message is tested without a line here. What a
// shared codec would get wrong both ways is the business of vectors_test.cpp.
#include <string>
#include <vector>

#include "checkride/test/property.hpp"
#include "kinds.hpp"

namespace checkride::protocol::test {
namespace {

// Calls `check(kind, version)` for every message in every version.
template <class Check>
void for_every_kind(const Check& check) {
  for (const Kind& kind : all_kinds()) {
    for (const Protocol version : kProtocols) check(kind, version);
  }
}

std::string name_of(const Kind& kind, Protocol version) {
  return std::string(kind.info->name) + " in " + std::string(to_string(version));
}

Bytes bytes_of(const std::vector<std::uint8_t>& numbers) {
  Bytes bytes;
  for (const std::uint8_t number : numbers) bytes.push_back(static_cast<std::byte>(number));
  return bytes;
}

RC_GTEST_PROP(CodecLaws, EncodingRoundTripsAndItsSizeIsKnownBefore, (std::uint64_t seed)) {
  const Protocol version = *rc::gen::elementOf(kProtocols);
  for (const Kind& kind : all_kinds()) {
    const Sample sample = kind.sample(seed, version);
    const std::string difference = kind.difference(seed, version, sample.frame);
    if (!difference.empty()) RC_FAIL(name_of(kind, version) + ": " + difference);
    RC_ASSERT(sample.size == sample.frame.size());
    RC_ASSERT(sample.size_of_any == sample.frame.size());
    RC_ASSERT(sample.frame_of_any == sample.frame);
    if (!sample.rows.empty()) RC_ASSERT(sample.rows.back().end == sample.frame.size());
  }
}

// The row that is cut when the frame ends after `size` bytes; null when the frame is still whole, its end being open.
const RowSpan* cut_row(const Sample& sample, std::size_t size) {
  for (const RowSpan& row : sample.rows) {
    if (row.end <= size || row.ending == Ending::to_end) continue;
    const bool nothing_left = size <= row.begin;
    const bool stays_whole = size >= row.begin && size - row.begin >= row.least_bytes && (row.is_text || nothing_left);
    if (stays_whole || (row.may_be_absent && size == row.begin)) continue;
    return &row;
  }
  return nullptr;
}

void check_cut(const Kind& kind, const Sample& sample, std::size_t size) {
  Bytes part(sample.frame.begin(), sample.frame.begin() + static_cast<std::ptrdiff_t>(size));
  mend_length(part);
  const Outcome outcome = decode(kind.info->direction, part);
  const RowSpan* const row = cut_row(sample, size);
  if (row == nullptr) {
    EXPECT_TRUE(outcome.decoded) << outcome.error.text();
    return;
  }
  ASSERT_FALSE(outcome.decoded) << kind.info->name << "." << row->name << " was cut after " << size << " bytes";
  const DecodeError& error = outcome.error;
  EXPECT_EQ(error.code, DecodeErrorCode::field_cut);
  EXPECT_EQ(error.message, kind.info->name);
  EXPECT_EQ(error.where.field, row->name) << error.text();
  EXPECT_EQ(error.text().find(std::string(kind.info->name) + "." + std::string(row->name)), 0U) << error.text();
  EXPECT_EQ(error.frame_bytes, size);
  // A field with members names the member, so its offset lies inside; the others begin where the field does.
  EXPECT_GE(error.offset, row->begin);
  EXPECT_LE(error.offset, size);
  const bool inside = !error.where.member.empty() || error.where.element != Failure::kNoElement;
  EXPECT_TRUE(inside || error.offset == row->begin) << error.text();
  EXPECT_EQ(error.send_id, kind.info->direction == Direction::client_to_server ? kTestSendId : SendId{});
}

TEST(CodecLaws, EveryCutNamesTheField) {
  for_every_kind([](const Kind& kind, Protocol version) {
    SCOPED_TRACE(name_of(kind, version));
    const Sample sample = kind.sample(7, version);
    for (std::size_t size = header_bytes(kind.info->direction); size < sample.frame.size(); ++size) {
      check_cut(kind, sample, size);
    }
  });
}

TEST(CodecLaws, ACutHeaderIsTooShort) {
  for (const Direction direction : {Direction::client_to_server, Direction::server_to_client}) {
    for (std::size_t size = 0; size < header_bytes(direction); ++size) {
      const Outcome outcome = decode(direction, Bytes(size, std::byte{1}));
      EXPECT_FALSE(outcome.decoded);
      EXPECT_EQ(outcome.error.code, DecodeErrorCode::frame_too_short);
    }
  }
}

// A buffer of exactly the frame's size lets the sanitizer see a read past its end.
TEST(CodecLaws, EveryFlippedByteIsSurvived) {
  for_every_kind([](const Kind& kind, Protocol version) {
    const Sample sample = kind.sample(11, version);
    for (std::size_t i = 0; i < sample.frame.size(); ++i) {
      Bytes flipped = sample.frame;
      flipped[i] ^= std::byte{0xFF};
      const Outcome outcome = decode(kind.info->direction, flipped, i < 64 ? Describe::yes : Describe::no);
      EXPECT_TRUE(outcome.decoded || !outcome.error.message.empty());
    }
  });
}

TEST(CodecLaws, BytesBehindTheLastFieldAreAnError) {
  for_every_kind([](const Kind& kind, Protocol version) {
    SCOPED_TRACE(name_of(kind, version));
    Sample sample = kind.sample(13, version);
    if (!sample.rows.empty() && sample.rows.back().ending == Ending::to_end) return;
    sample.frame.push_back(std::byte{0});
    mend_length(sample.frame);
    const Outcome outcome = decode(kind.info->direction, sample.frame);
    ASSERT_FALSE(outcome.decoded);
    EXPECT_EQ(outcome.error.code, DecodeErrorCode::left_over);
    EXPECT_EQ(outcome.error.message, kind.info->name);
    EXPECT_EQ(outcome.error.offset, sample.frame.size() - 1);
  });
}

RC_GTEST_PROP(CodecLaws, ArbitraryPayloadsAreDecodedOrRefused, (std::vector<std::uint8_t> noise)) {
  const Protocol version = *rc::gen::elementOf(kProtocols);
  const Bytes payload = bytes_of(noise);
  for (const Kind& kind : all_kinds()) {
    Bytes frame = kind.sample(1, version).frame;
    frame.resize(header_bytes(kind.info->direction));
    frame.insert(frame.end(), payload.begin(), payload.end());
    mend_length(frame);
    const Outcome outcome = decode(kind.info->direction, frame);
    RC_ASSERT(outcome.decoded || outcome.error.message == kind.info->name);
  }
}

RC_GTEST_PROP(CodecLaws, ArbitraryBytesAreDecodedOrRefused, (std::vector<std::uint8_t> noise)) {
  Bytes frame = bytes_of(noise);
  for (const Direction direction : {Direction::client_to_server, Direction::server_to_client}) {
    const Outcome as_it_came = decode(direction, frame);
    RC_ASSERT(as_it_came.decoded || !as_it_came.error.text().empty());
    if (frame.size() < sizeof(std::uint32_t)) continue;
    mend_length(frame);
    const Outcome mended = decode(direction, frame);
    RC_ASSERT(mended.decoded || !mended.error.text().empty());
  }
}

TEST(CodecLaws, VersionsNobodySpeaksAreLaidOutLikeTheNearest) {
  constexpr auto kFuture = static_cast<Protocol>(9);
  constexpr auto kPast = static_cast<Protocol>(0);
  for (const Kind& kind : all_kinds()) {
    SCOPED_TRACE(std::string(kind.info->name));
    EXPECT_EQ(kind.sample(17, kFuture).size, kind.sample(17, kNewestProtocol).size);
    EXPECT_EQ(kind.sample(17, kPast).size, kind.sample(17, kOldestProtocol).size);
    EXPECT_EQ(kind.difference(17, kFuture, kind.sample(17, kFuture).frame), "");
    EXPECT_EQ(kind.difference(17, kPast, kind.sample(17, kPast).frame), "");
  }
}

}  // namespace
}  // namespace checkride::protocol::test
