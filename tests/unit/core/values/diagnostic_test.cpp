// Goal: mistakes render as editors and people expect them. Method: examples.
#include "checkride/values/diagnostic.hpp"

#include <gmock/gmock.h>

namespace checkride::values {
namespace {

TEST(Diagnostics, RenderOneALine) {
  Diagnostics errors;
  errors.add(Position{"a.yaml", 2, 5}, "first");
  errors.add(Position{"b.yaml", 1, 1}, "second");
  EXPECT_EQ(errors.text(), "a.yaml:2:5: first\nb.yaml:1:1: second");
  EXPECT_EQ(errors.error().message(), errors.text());
}

TEST(Diagnostics, WhatFilesSayIsNoCommandToATerminalAndNoMessageOfItsOwn) {
  Diagnostics errors;
  errors.add(Position{"a.yaml", 2, 5}, "unknown key \"\x1b[31mfoo\nb.yaml:1:1: forged\x7f\xc2\x9b \xc3\xa9\"");
  EXPECT_EQ(errors.text(), "a.yaml:2:5: unknown key \"\\x1b[31mfoo\\x0ab.yaml:1:1: forged\\x7f\\x9b \xc3\xa9\"");
}

TEST(Quote, ShowsTheBeginOfALineAndNoBytesThatATerminalObeys) {
  EXPECT_EQ(quote(""), "\"\"");
  EXPECT_EQ(quote("PLANE ALTITUDE"), "\"PLANE ALTITUDE\"");
  EXPECT_EQ(quote("a\x1b[31m\xc2\x9b \xc3\xa9\xff"), "\"a\\x1b[31m\\x9b \xc3\xa9\\xff\"");
  EXPECT_EQ(quote("first\nsecond"), "\"first...\"");
  EXPECT_EQ(quote(std::string(60, 'x')), "\"" + std::string(60, 'x') + "\"");
  EXPECT_EQ(quote(std::string(100'000, 'x')), "\"" + std::string(60, 'x') + "...\"");
  EXPECT_EQ(quote(std::string(59, 'x') + "\xc3\xa9"), "\"" + std::string(59, 'x') + "...\"")
      << "never through a character";
}

TEST(Diagnostics, SortByPlaceWithinTheFilesInTheirOrder) {
  Diagnostics errors;
  errors.add(Position{"z.yaml", 9, 1}, "c");
  errors.add(Position{"a.yaml", 1, 1}, "d");
  errors.add(Position{"z.yaml", 2, 7}, "b");
  errors.add(Position{"z.yaml", 2, 3}, "a");
  errors.sort();
  EXPECT_EQ(errors.text(), "z.yaml:2:3: a\nz.yaml:2:7: b\nz.yaml:9:1: c\na.yaml:1:1: d");
}

}  // namespace
}  // namespace checkride::values
