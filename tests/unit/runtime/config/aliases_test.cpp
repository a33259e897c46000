// Goal: metric names mean the variable a person would expect. Method: small lists of variables, names looked up.
#include "config/aliases.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace checkride::runtime {
namespace {

using testing::ElementsAre;

VariableConfig variable(const std::string& name, const std::string& alias = {}) {
  VariableConfig out;
  out.name = name;
  out.alias = alias;
  return out;
}

TEST(FindVariable, BuiltinAliasesMeanTheirVariables) {
  const std::vector<VariableConfig> variables{variable("FUEL TOTAL QUANTITY"), variable("PLANE ALTITUDE"),
                                              variable("HEADING INDICATOR"), variable("AIRSPEED INDICATED")};
  EXPECT_EQ(find_variable(variables, "fuel"), 0U);
  EXPECT_EQ(find_variable(variables, "altitude"), 1U);
  EXPECT_EQ(find_variable(variables, "heading"), 2U);
  EXPECT_EQ(find_variable(variables, "airspeed"), 3U);
  EXPECT_EQ(find_variable(variables, "speed"), 3U);
  EXPECT_EQ(find_variable(variables, "error_rate"), std::nullopt);
  EXPECT_EQ(find_variable(variables, "bank"), std::nullopt);
}

TEST(FindVariable, ASecondChoiceServesWhenTheFirstIsAbsent) {
  EXPECT_EQ(find_variable({variable("GROUND VELOCITY")}, "speed"), 0U);
  EXPECT_EQ(find_variable({variable("INDICATED ALTITUDE"), variable("PLANE ALTITUDE")}, "altitude"), 1U);
}

TEST(FindVariable, OwnAliasWinsOverTheBuiltinOne) {
  const std::vector<VariableConfig> variables{variable("PLANE ALTITUDE"),
                                              variable("PLANE ALT ABOVE GROUND", "altitude")};
  EXPECT_EQ(find_variable(variables, "altitude"), 1U);
}

TEST(FindVariable, TheNameItselfServesWhateverItsCase) {
  const std::vector<VariableConfig> variables{variable("PLANE BANK DEGREES")};
  EXPECT_EQ(find_variable(variables, "PLANE BANK DEGREES"), 0U);
  EXPECT_EQ(find_variable(variables, "plane_bank_degrees"), 0U);
}

TEST(FillAliases, EachAliasIsGivenOnce) {
  std::vector<VariableConfig> variables{variable("PLANE ALTITUDE"), variable("INDICATED ALTITUDE"),
                                        variable("AIRSPEED INDICATED"), variable("GROUND VELOCITY")};
  fill_aliases(variables);
  EXPECT_EQ(variables[0].alias, "altitude");
  EXPECT_EQ(variables[1].alias, "");
  EXPECT_EQ(variables[2].alias, "airspeed");
  EXPECT_EQ(variables[3].alias, "");
}

TEST(FillAliases, AnOwnAliasIsKept) {
  std::vector<VariableConfig> variables{variable("PLANE ALTITUDE", "height")};
  fill_aliases(variables);
  EXPECT_EQ(variables[0].alias, "height");
  EXPECT_THAT(known_metrics(variables), ElementsAre("height", "PLANE ALTITUDE", "altitude", "error_rate"));
}

}  // namespace
}  // namespace checkride::runtime
