// Datums: sizes and bytes of the reference, sticky reading, and round trips of every type.
#include "checkride/protocol/datum.hpp"

#include <string>
#include <vector>

#include "checkride/test/property.hpp"
#include "maker.hpp"

namespace checkride::protocol::test {
namespace {

constexpr std::array kAllTypes{DataType::int32,       DataType::int64,     DataType::float32,   DataType::float64,
                               DataType::string8,     DataType::string32,  DataType::string64,  DataType::string128,
                               DataType::string256,   DataType::string260, DataType::stringv,   DataType::initposition,
                               DataType::markerstate, DataType::waypoint,  DataType::latlonalt, DataType::xyz,
                               DataType::int8};

// A value of the form that `type` wants; texts fit the narrowest field.
DatumValue make_datum(Maker& maker, DataType type) {
  switch (type) {
    case DataType::int8:
      return static_cast<std::int8_t>(maker.draw());
    case DataType::int32:
      return static_cast<std::int32_t>(maker.draw());
    case DataType::int64:
      return static_cast<std::int64_t>(maker.draw());
    case DataType::float32:
      return std::bit_cast<float>(static_cast<std::uint32_t>(maker.draw()));
    case DataType::float64:
      return std::bit_cast<double>(maker.draw());
    case DataType::initposition:
      return maker.make<InitPosition>();
    case DataType::markerstate:
      return maker.make<MarkerState>();
    case DataType::waypoint:
      return maker.make<Waypoint>();
    case DataType::latlonalt:
      return maker.make<LatLonAlt>();
    case DataType::xyz:
      return maker.make<Xyz>();
    default:
      return maker.text(type == DataType::stringv ? 20 : *fixed_datum_bytes(type) - 1);
  }
}

bool same_datum(const DatumValue& a, const DatumValue& b) {
  if (a.index() != b.index()) return false;
  return std::visit(
      [&](const auto& value) { return same_value(value, std::get<std::decay_t<decltype(value)>>(b), kNewestProtocol); },
      a);
}

TEST(Datum, SizesAreThoseOfTheReference) {  // wire.md 5.1
  constexpr std::array<std::size_t, 17> kSizes{4, 8, 4, 8, 8, 32, 64, 128, 256, 260, 0, 56, 68, 44, 24, 24, 1};
  for (std::size_t i = 0; i < kAllTypes.size(); ++i) {
    EXPECT_TRUE(is_data_type(kAllTypes[i]));
    EXPECT_EQ(fixed_datum_bytes(kAllTypes[i]).value_or(0), kSizes[i]) << to_string(kAllTypes[i]);
  }
  for (const std::uint32_t number : {0U, 18U, 0xFFFFFFFFU}) {
    EXPECT_FALSE(is_data_type(static_cast<DataType>(number)));
    EXPECT_FALSE(fixed_datum_bytes(static_cast<DataType>(number)).has_value());
  }
  EXPECT_TRUE(is_text(DataType::string8));
  EXPECT_TRUE(is_text(DataType::stringv));
  EXPECT_FALSE(is_text(DataType::float64));
  EXPECT_FALSE(is_text(DataType::invalid));
}

TEST(Datum, StringvIsPaddedToFour) {  // wire.md 4.2
  EXPECT_EQ(stringv_bytes(""), 4U);
  EXPECT_EQ(stringv_bytes("ABC"), 4U);
  EXPECT_EQ(stringv_bytes("ABCD"), 8U);
  EXPECT_EQ(stringv_bytes("Cessna 172"), 12U);
  Bytes data;
  DatumWriter writer(data);
  writer.write(DataType::stringv, std::string_view("ABCD"));
  EXPECT_EQ(data.size(), 8U);
  EXPECT_EQ(data[3], std::byte{'D'});
  EXPECT_EQ(data[4], std::byte{0});
}

TEST(Datum, StringvWithoutPaddingIsReadAtTheEnd) {
  const Bytes data{std::byte{'A'}, std::byte{0}};
  DatumReader reader(data);
  EXPECT_EQ(std::get<std::string_view>(reader.read(DataType::stringv)), "A");
  EXPECT_FALSE(reader.failed());
  EXPECT_TRUE(reader.at_end());
  const Bytes letter{std::byte{'A'}};
  DatumReader no_nul(letter);
  EXPECT_EQ(std::get<std::string_view>(no_nul.read(DataType::stringv)), "");
  EXPECT_TRUE(no_nul.failed());
}

TEST(Datum, TaggedPairsFollowEachOther) {  // the vector s2c-simobject-data-tagged-v6
  Bytes data;
  DatumWriter writer(data);
  writer.tag(DatumId{7});
  writer.number(47.449);
  writer.tag(DatumId{9});
  writer.write(DataType::int32, std::int32_t{-512});
  ASSERT_EQ(data.size(), 20U);
  EXPECT_EQ(data[12], std::byte{9});
  DatumReader reader(data, 40);
  EXPECT_EQ(reader.tag(), DatumId{7});
  EXPECT_EQ(reader.number<double>(), 47.449);
  EXPECT_EQ(reader.offset(), 52U);
  EXPECT_EQ(reader.tag(), DatumId{9});
  EXPECT_EQ(reader.number<std::int32_t>(), -512);
  EXPECT_TRUE(reader.at_end());
}

TEST(Datum, ReadingIsSticky) {
  const Bytes data(10, std::byte{1});
  DatumReader reader(data);
  EXPECT_NE(reader.number<std::uint64_t>(), 0U);
  EXPECT_EQ(reader.number<std::uint32_t>(), 0U);
  EXPECT_TRUE(reader.failed());
  EXPECT_EQ(reader.offset(), 8U);
  EXPECT_EQ(reader.remaining(), 0U);
  EXPECT_EQ(reader.number<std::uint8_t>(), 0U) << "one byte would fit, but a read failed before";
}

TEST(Datum, AStructureThatIsCutFailsAsAWhole) {
  const Bytes data(20, std::byte{1});
  DatumReader reader(data);
  EXPECT_EQ(std::get<Xyz>(reader.read(DataType::xyz)).x, 0.0);
  EXPECT_TRUE(reader.failed());
}

TEST(Datum, WhatIsNoTypeFails) {
  const Bytes data(20);
  DatumReader reader(data);
  static_cast<void>(reader.read(static_cast<DataType>(18)));
  EXPECT_TRUE(reader.failed());
}

TEST(Datum, LongTextIsCutToLeaveANul) {
  Bytes data;
  DatumWriter(data).write(DataType::string8, std::string_view("N123456789"));
  ASSERT_EQ(data.size(), 8U);
  EXPECT_EQ(data[7], std::byte{0});
  DatumReader reader(data);
  EXPECT_EQ(std::get<std::string_view>(reader.read(DataType::string8)), "N123456");
}

TEST(DatumDeathTest, AValueOfAnotherFormIsAProgrammerError) {
  Bytes data;
  EXPECT_DEATH(DatumWriter(data).write(DataType::int32, 1.0), "");
}

RC_GTEST_PROP(Datum, SequencesRoundTrip, (std::uint64_t seed, std::vector<std::uint8_t> picks)) {
  Maker maker(seed);
  std::vector<DataType> types;
  std::vector<DatumValue> values;
  Bytes data;
  DatumWriter writer(data);
  std::size_t expected = 0;
  for (const std::uint8_t pick : picks) {
    types.push_back(kAllTypes[pick % kAllTypes.size()]);
    values.push_back(make_datum(maker, types.back()));
    writer.write(types.back(), values.back());
    expected += datum_bytes(types.back(), values.back());
  }
  RC_ASSERT(data.size() == expected);
  DatumReader reader(data);
  for (std::size_t i = 0; i < types.size(); ++i) RC_ASSERT(same_datum(reader.read(types[i]), values[i]));
  RC_ASSERT(!reader.failed());
  RC_ASSERT(reader.at_end());
}

RC_GTEST_PROP(Datum, ArbitraryDataAreReadOrRefused,
              (std::vector<std::uint8_t> noise, std::vector<std::uint8_t> picks)) {
  Bytes data;
  for (const std::uint8_t byte : noise) data.push_back(static_cast<std::byte>(byte));
  DatumReader reader(data);
  for (const std::uint8_t pick : picks) static_cast<void>(reader.read(static_cast<DataType>(pick % 20U)));
  RC_ASSERT(reader.offset() <= data.size());
}

}  // namespace
}  // namespace checkride::protocol::test
