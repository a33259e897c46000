// Goal: later files win key by key, and every node remembers where it came from. Method: examples.
#include <gmock/gmock.h>

#include "checkride/values/document.hpp"

namespace checkride::values {
namespace {

std::string merged(std::string_view base, std::string_view over) {
  std::string out;
  append_json(out, merge(load(base, "base.yaml").value(), load(over, "over.yaml").value()).root());
  return out;
}

TEST(Merge, MapsMergeByKey) {
  EXPECT_EQ(merged("{a: 1, b: {c: 2, d: 3}}", "{b: {d: 4, e: 5}, f: 6}"), R"({"a":1,"b":{"c":2,"d":4,"e":5},"f":6})");
}

TEST(Merge, ListsAndScalarsReplace) {
  EXPECT_EQ(merged("{a: [1, 2, 3], b: x}", "{a: [4], b: {c: 1}}"), R"({"a":[4],"b":{"c":1}})");
}

TEST(Merge, AnEmptyFileChangesNothing) {
  EXPECT_EQ(merged("{a: 1}", "# nothing"), R"({"a":1})");
  EXPECT_EQ(merged("", "{a: 1}"), R"({"a":1})");
}

TEST(Merge, NodesKeepTheirOrigin) {
  const Document both =
      merge(load("a: 1\nb:\n  c: 2\n  d: 3\n", "base.yaml").value(), load("\n\nb:\n  d: 4\n", "over.yaml").value());
  EXPECT_EQ(both.root().find("a")->position().text(), "base.yaml:1:4");
  EXPECT_EQ(both.root().find("b")->find("c")->position().text(), "base.yaml:3:6");
  EXPECT_EQ(both.root().find("b")->find("d")->position().text(), "over.yaml:4:6");
  EXPECT_EQ(both.root().find("b")->entries()[1].key_position.text(), "over.yaml:4:3");
}

}  // namespace
}  // namespace checkride::values
