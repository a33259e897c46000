// Goal: every metric that there is can be named by a rule. Method: the rows of the table, read as text, against the
// list.
#include "metrics/catalogue.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <sstream>

namespace checkride::runtime {
namespace {

TEST(MetricCatalogue, HasEveryRowOfTheTable) {
  std::ifstream file(std::string(CHECKRIDE_SOURCE_DIR) + "/runtime/src/metrics/table.hpp");
  std::ostringstream text;
  text << file.rdbuf();
  const std::string table = text.str();
  const std::regex row(R"re(constexpr MetricRow k\w+\{\s*"([a-z_]+)")re");
  std::vector<std::string> in_table;
  for (std::sregex_iterator at(table.begin(), table.end(), row), end; at != end; ++at) in_table.push_back((*at)[1]);
  std::vector<std::string> listed;
  for (const MetricRow* one : all_metrics()) listed.emplace_back(one->name);
  EXPECT_FALSE(in_table.empty());
  EXPECT_THAT(listed, testing::UnorderedElementsAreArray(in_table));
}

}  // namespace
}  // namespace checkride::runtime
