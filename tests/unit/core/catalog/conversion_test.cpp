// Goal: values convert as a simulator converts them, and quantities do not mix. Method: published figures (nothing here
// is computed by the code under test), the rules of dimensionless and packed units, and a there-and-back law over all
// pairs of units.
#include <cmath>
#include <limits>

#include "checkride/catalog/catalog.hpp"
#include "checkride/test/property.hpp"
#include "checkride/test/result_matchers.hpp"

namespace checkride::catalog {
namespace {

using test::FailsWith;
using test::IsOkWith;
using testing::AllOf;
using testing::DoubleNear;
using testing::HasSubstr;

testing::Matcher<const double&> near(double value) {
  return DoubleNear(value, std::fabs(value) * 1e-9 + 1e-12);
}

TEST(Convert, ByFactor) {
  EXPECT_THAT(convert(1000, "feet", "meters"), IsOkWith(near(304.8)));
  EXPECT_THAT(convert(1, "nautical mile", "feet"), IsOkWith(near(6076.11548556430)));
  EXPECT_THAT(convert(100, "knots", "feet per second"), IsOkWith(near(168.780985710119)));
  EXPECT_THAT(convert(1, "inHg", "millibars"), IsOkWith(near(33.86389)));
  EXPECT_THAT(convert(180, "degrees", "radians"), IsOkWith(near(3.14159265358979)));
  EXPECT_THAT(convert(1, "gallon", "liters"), IsOkWith(near(3.785411784)));
  EXPECT_THAT(convert(2400, "rpm", "radians per second"), IsOkWith(near(251.327412287183)));
}

TEST(Convert, TemperaturesHaveAnOffset) {
  EXPECT_THAT(convert(15, "celsius", "fahrenheit"), IsOkWith(near(59)));
  EXPECT_THAT(convert(-40, "fahrenheit", "celsius"), IsOkWith(near(-40)));
  EXPECT_THAT(convert(15, "celsius", "rankine"), IsOkWith(near(518.67)));
  EXPECT_THAT(convert(0, "celsius", "kelvin"), IsOkWith(near(273.15)));
}

TEST(Convert, EqualUnitsChangeNothing) {
  EXPECT_THAT(convert(0.1 + 0.2, "feet", "foot"), IsOkWith(0.1 + 0.2));
  EXPECT_THAT(convert(437, "Feet", "ft"), IsOkWith(437.0));
  EXPECT_TRUE(conversion_between(*find_unit("feet"), *find_unit("ft")).value().is_identity());
}

TEST(Convert, PercentIsAHundredTimesPercentOverAHundred) {
  EXPECT_THAT(convert(0.25, "percent over 100", "percent"), IsOkWith(near(25)));
  EXPECT_THAT(convert(25, "percent", "percent over 100"), IsOkWith(near(0.25)));
  EXPECT_THAT(convert(100, "percent", "percent scaler 16k"), IsOkWith(near(16384)));
}

TEST(Convert, PositionsAreScaled) {
  EXPECT_THAT(convert(-1, "position", "position 16k"), IsOkWith(near(-16384)));
  EXPECT_THAT(convert(0.5, "position", "position 32k"), IsOkWith(near(16384)));
  EXPECT_THAT(convert(1, "position", "position 128"), IsOkWith(near(128)));
}

TEST(Convert, DimensionlessUnitsFitEachOtherUnchanged) {
  EXPECT_THAT(convert(25, "percent", "number"), IsOkWith(25.0));
  EXPECT_THAT(convert(3, "enum", "number"), IsOkWith(3.0));
  EXPECT_THAT(convert(1, "bool", "enum"), IsOkWith(1.0));
  EXPECT_THAT(convert(5, "mask", "flags"), IsOkWith(5.0));
  EXPECT_THAT(convert(-0.5, "position", "scalar"), IsOkWith(-0.5));
}

TEST(Convert, AnyNonZeroIsTrue) {
  EXPECT_THAT(convert(2, "enum", "bool"), IsOkWith(1.0));
  EXPECT_THAT(convert(-0.1, "percent", "bool"), IsOkWith(1.0));
  EXPECT_THAT(convert(0, "number", "bool"), IsOkWith(0.0));
  EXPECT_THAT(convert(7, "bool", "bool"), IsOkWith(1.0));
}

TEST(Convert, RefusesOtherQuantities) {
  EXPECT_THAT(convert(1, "feet", "knots"), FailsWith("\"foot\" (length) does not convert into \"knot\" (speed)"));
  EXPECT_THAT(convert(1, "gallons", "pounds"), FailsWith(HasSubstr("(volume)")));
  EXPECT_THAT(convert(1, "feet", "number"), FailsWith(HasSubstr("does not convert")));
  EXPECT_THAT(convert(1, "percent", "position"), FailsWith(HasSubstr("does not convert")));
  EXPECT_THAT(convert(1, "string", "number"), FailsWith(HasSubstr("does not convert")));
  EXPECT_THAT(convert(1, "number", "SIMCONNECT_DATA_XYZ"), FailsWith(HasSubstr("does not convert")));
  EXPECT_THAT(convert(1, "mhz", "number"), FailsWith(HasSubstr("does not convert")));
}

TEST(Convert, NamesTheUnitThatWasMeant) {
  EXPECT_THAT(convert(1, "feeet", "meters"), FailsWith("unknown unit \"feeet\", did you mean \"feet\"?"));
  EXPECT_THAT(convert(1, "feet", "furlong"), FailsWith("unknown unit \"furlong\""));
}

TEST(Convert, FrequenciesArePackedInDecimalDigits) {
  EXPECT_THAT(convert(123.45, "MHz", "frequency bcd16"), IsOkWith(double{0x2345}));
  EXPECT_THAT(convert(0x2280, "bcd16", "mhz"), IsOkWith(near(122.8)));
  EXPECT_THAT(convert(118.275, "MHz", "bcd16"), IsOkWith(double{0x1827}));
  EXPECT_THAT(convert(890, "khz", "frequency adf bcd32"), IsOkWith(double{0x08900000}));
  EXPECT_THAT(convert(0x03595000, "frequency adf bcd32", "khz"), IsOkWith(near(359.5)));
  EXPECT_THAT(convert(890'000, "hz", "bcd32"), IsOkWith(double{0x00890000}));
  EXPECT_THAT(convert(110.5, "mhz", "bcd32"), IsOkWith(double{0x10500000}));
  EXPECT_THAT(convert(0x10500000, "bcd32", "mhz"), IsOkWith(near(110.5)));
}

TEST(Convert, CodesArePackedInDigits) {
  EXPECT_THAT(convert(1200, "number", "bco16"), IsOkWith(double{0x1200}));
  EXPECT_THAT(convert(0x7700, "bco16", "number"), IsOkWith(7700.0));
  const Unit* held = find_simvar("TRANSPONDER CODE")->unit;
  EXPECT_EQ(conversion_between(*held, *find_unit("bco16")).value()(0x1200), 0x1200);
  EXPECT_EQ(conversion_between(*held, *find_unit("number")).value()(0x1200), 1200);
}

TEST(Convert, TheRestingAdfIsTunedTo890Khz) {
  const SimVar* adf = find_simvar("ADF ACTIVE FREQUENCY");
  EXPECT_THAT(conversion_between(*adf->unit, *find_unit("khz")).value()(adf->resting_value), near(890));
}

TEST(Convert, GaugePressureIsZeroAtSeaLevel) {
  EXPECT_THAT(convert(0, "boost inhg", "millibars"), IsOkWith(near(1013.25)));
}

TEST(Convert, ReciprocalUnits) {
  EXPECT_THAT(convert(60, "minutes per round", "rpm"), IsOkWith(near(1.0 / 60)));
  EXPECT_THAT(convert(0, "minutes per round", "rpm"), IsOkWith(0.0));
}

TEST(Convert, PackedUnitsTakeAnyNumber) {
  const double values[] = {-1, 1e300, std::nan(""), std::numeric_limits<double>::infinity()};
  for (const double value : values) {
    for (const char* unit : {"bcd16", "bcd32", "frequency adf bcd32"}) {
      EXPECT_TRUE(convert(value, "hz", unit).has_value());
      EXPECT_TRUE(convert(value, unit, "hz").has_value());
    }
    EXPECT_TRUE(convert(value, "number", "bco16").has_value());
  }
}

TEST(ParseQuantified, ReadsANumberAndItsUnit) {
  const Quantified altitude = parse_quantified("80 feet").value();
  EXPECT_EQ(altitude.value, 80);
  EXPECT_EQ(altitude.unit, find_unit("feet"));
  EXPECT_EQ(parse_quantified("0.5 percent over 100").value().unit, find_unit("percent over 100"));
  EXPECT_EQ(parse_quantified("-12").value().value, -12);
  EXPECT_EQ(parse_quantified("-12").value().unit, nullptr);
}

TEST(ParseQuantified, RefusesOthers) {
  EXPECT_THAT(parse_quantified("80feet"), FailsWith(HasSubstr("a space between")));
  EXPECT_THAT(parse_quantified("feet"), FailsWith(HasSubstr("expected a number and a unit")));
  EXPECT_THAT(parse_quantified("nan feet"), FailsWith(HasSubstr("expected a number and a unit")));
  EXPECT_THAT(parse_quantified("80 feett"), FailsWith(AllOf(HasSubstr("unknown unit"), HasSubstr("\"feet\""))));
  EXPECT_THAT(parse_quantified("80 "), FailsWith(HasSubstr("unknown unit")));
}

bool is_smooth(const Unit& unit) {
  return unit.encoding == Encoding::linear || unit.encoding == Encoding::reciprocal;
}

RC_GTEST_PROP(ConversionLaws, ThereAndBackIsTheSameValue, ()) {
  const auto any_unit = rc::gen::inRange<std::size_t>(0, all_units().size());
  const Unit& from = all_units()[*any_unit];
  const Unit& to = all_units()[*any_unit];
  RC_PRE(is_smooth(from) && is_smooth(to));
  const auto there = conversion_between(from, to);
  const auto back = conversion_between(to, from);
  RC_ASSERT(there.has_value() == back.has_value());
  if (!there) return;
  const double value = *rc::gen::inRange(-1'000'000, 1'000'000) / 64.0;
  const double again = (*back)((*there)(value));
  // Offsets cost digits where a unit is small beside them (celsius in scaled units).
  const double offset = std::fabs(from.offset) / std::fabs(from.factor);
  RC_ASSERT(std::fabs(again - value) <= 1e-12 * (std::fabs(value) + offset) + 1e-9);
}

RC_GTEST_PROP(ConversionLaws, PackedDigitsComeBack, ()) {
  const int channel = *rc::gen::inRange(10'800, 13'700);
  const double mhz = channel / 100.0;
  const double packed = convert(mhz, "mhz", "bcd16").value();
  RC_ASSERT(std::fabs(convert(packed, "bcd16", "mhz").value() - mhz) < 1e-9);
  const double code = *rc::gen::inRange(0, 9999);
  RC_ASSERT(convert(convert(code, "number", "bco16").value(), "bco16", "number").value() == code);
}

}  // namespace
}  // namespace checkride::catalog
