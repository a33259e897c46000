// Goal: of several words one is read, and a description knows all of them. Method: a map of two words and the keys that
// go with them, read from texts and described.
#include "reading/one_of.hpp"

#include <gmock/gmock.h>

namespace checkride::harness {
namespace {

using testing::ElementsAre;
using values::MapReader;

constexpr std::string_view kWords[] = {"walk", "drive"};

struct Way {
  std::optional<std::size_t> which;
  std::uint64_t steps = 0;
  std::string car;
  std::string fuel;
};

Way read_way(MapReader& map) {
  Way way;
  way.which = read_one_of(map, kWords, "a way", [&](std::size_t word) {
    if (word == 0) map.required("walk", &way.steps);
    if (word == 1) {
      map.required("drive", &way.car);
      map.required("fuel", &way.fuel);
    }
  });
  map.finish();
  return way;
}

std::string mistakes_of(const std::string& text, Way* way = nullptr) {
  values::Diagnostics errors;
  const auto document = values::load(text, "t.yaml").value();
  MapReader map = document.root_map(errors);
  Way read = read_way(map);
  if (way != nullptr) *way = read;
  return errors.text();
}

TEST(OneOf, TheWordThatIsThereIsRead) {
  Way way;
  EXPECT_EQ(mistakes_of("{drive: old, fuel: gas}", &way), "");
  EXPECT_EQ(way.which, 1U);
  EXPECT_EQ(way.fuel, "gas");
  EXPECT_EQ(mistakes_of("walk: 7", &way), "");
  EXPECT_EQ(way.which, 0U);
  EXPECT_EQ(way.steps, 7U);
}

TEST(OneOf, TwoWordsAreAMistakeAndAStrayKeyToo) {
  EXPECT_EQ(mistakes_of("{walk: 1, drive: old, fuel: gas}"),
            "t.yaml:1:18: a way has one key, and there is \"walk\" already")
      << "what goes with the second word is no mistake of its own";
  EXPECT_EQ(mistakes_of("{walk: 1, fuel: gas}"), "t.yaml:1:11: unknown key \"fuel\" (known here: walk, drive)");
}

TEST(OneOf, NoneIsTheCallersToTell) {
  Way way;
  EXPECT_EQ(mistakes_of("{}", &way), "");
  EXPECT_EQ(way.which, std::nullopt);
}

TEST(OneOf, ADescriptionHasAllWordsAndWhatGoesWithThem) {
  const auto schema = values::describe([](MapReader& map) {
    EXPECT_EQ(read_way(map).which, std::nullopt);
    (void)read_way(map);  // a second look at the same map is no second group
  });
  ASSERT_EQ(schema->exactly_one_of.size(), 1U);
  EXPECT_THAT(schema->exactly_one_of[0], ElementsAre("walk", "drive"));
  ASSERT_EQ(schema->keys.size(), 3U);
  EXPECT_EQ(schema->find("walk")->type, values::SchemaType::integer);
  EXPECT_FALSE(schema->find("walk")->required);
  EXPECT_EQ(schema->keys[2].key, "fuel");
  EXPECT_TRUE(schema->keys[2].schema->required);
  EXPECT_THAT(schema->keys[2].only_with, ElementsAre(values::Schema::Condition{"drive", ""}));
}

TEST(OneOf, WordsThatMayAllBeAbsentAreAnotherGroup) {
  const auto schema = values::describe([](MapReader& map) {
    (void)read_at_most_one_of(map, kWords, "a way", [&](std::size_t word) { map.ignore(kWords[word]); });
  });
  EXPECT_TRUE(schema->exactly_one_of.empty());
  ASSERT_EQ(schema->at_most_one_of.size(), 1U);
  EXPECT_THAT(schema->at_most_one_of[0], ElementsAre("walk", "drive"));
}

}  // namespace
}  // namespace checkride::harness
