// Goal: what a reader asks for is recorded by the reader itself. Method: readers of one question each, described; the
// schema is compared.
#include "checkride/values/schema.hpp"

#include <gmock/gmock.h>

#include "checkride/values/map_reader.hpp"

namespace checkride::values {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

std::string fallback_of(const Schema& schema) {
  return schema.fallback ? schema.fallback->text() : "none";
}

TEST(Schema, TypesDefaultsAndRangesAreTheReaders) {
  std::uint16_t port = 587;
  Duration timeout = 10s;
  std::string name = "sim";
  bool enabled = true;
  std::optional<std::uint16_t> second;
  const auto schema = describe([&](MapReader& map) {
    map.optional("port", &port, {1, 65535});
    map.optional("timeout", &timeout, {100ms, 10min});
    map.required("name", &name);
    map.optional("enabled", &enabled);
    map.optional("second", &second);
  });
  ASSERT_EQ(schema->keys.size(), 5U);
  const Schema& described = *schema->find("port");
  EXPECT_EQ(described.type, SchemaType::integer);
  EXPECT_EQ(fallback_of(described), "587");
  EXPECT_EQ(described.min + " " + described.max, "1 65535");
  EXPECT_EQ(fallback_of(*schema->find("timeout")), "10s");
  EXPECT_EQ(schema->find("timeout")->max, "10m");
  EXPECT_TRUE(schema->find("name")->required);
  EXPECT_EQ(fallback_of(*schema->find("name")), "none");
  EXPECT_EQ(fallback_of(*schema->find("enabled")), "true");
  EXPECT_EQ(fallback_of(*schema->find("second")), "none");
  EXPECT_EQ(schema->find("nobody"), nullptr);
}

TEST(Schema, MapsListsAndWordsAreGoneInto) {
  enum class Mode { fast, slow };
  Mode mode = Mode::slow;
  const auto schema = describe([&](MapReader& map) {
    map.map("inner", [&](MapReader& inner) {
      inner.choice<Mode>("mode", &mode, {{"fast", Mode::fast}, {"slow", Mode::slow}});
    });
    map.list("items", [&](const Node& item) {
      MapReader reader(item, map.errors());
      std::string name;
      reader.required("name", &name);
      reader.finish();
    });
    map.list("texts", [&](const Node& item) { (void)read_text(item, map.errors()); });
    map.entries("free", [&](const Entry& entry) { (void)read_number(entry.value, map.errors()); });
  });
  const Schema& word = *schema->find("inner")->find("mode");
  EXPECT_THAT(word.words, ElementsAre("fast", "slow"));
  EXPECT_EQ(fallback_of(word), "slow");
  EXPECT_EQ(schema->find("items")->type, SchemaType::list);
  EXPECT_TRUE(schema->find("items")->item->find("name")->required);
  EXPECT_EQ(schema->find("texts")->item->type, SchemaType::text);
  EXPECT_EQ(schema->find("free")->item->type, SchemaType::number);
}

TEST(Schema, DescribingTellsNoMistakeAndReadsNoValue) {
  std::string name = "kept";
  bool read = true;
  const auto schema = describe([&](MapReader& map) {
    read = map.required("name", &name);
    EXPECT_TRUE(map.errors().empty());
    EXPECT_TRUE(map.has("name"));
  });
  EXPECT_FALSE(read);
  EXPECT_EQ(name, "kept");
  EXPECT_EQ(schema->type, SchemaType::map);
}

TEST(Schema, ASecretIsKnownByItsFileToo) {
  Diagnostics errors;
  Secret secret;
  const Document document = load("key_file: /run/x\n", "t.yaml").value();
  MapReader map = document.root_map(errors);
  EXPECT_FALSE(map.required("key", &secret));
  map.finish();
  EXPECT_EQ(errors.text(), "");
}

TEST(Schema, ASecretAndItsFileAreOneTooMany) {
  Diagnostics errors;
  Secret secret;
  const Document document = load("key: a\nkey_file: /run/x\n", "t.yaml").value();
  MapReader map = document.root_map(errors);
  (void)map.optional("key", &secret);
  map.finish();
  EXPECT_EQ(errors.text(), "t.yaml:2:11: \"key\" and \"key_file\" are the same secret: take one of the two out");
}

TEST(Schema, AWrongSecretIsNotRepeated) {
  Diagnostics errors;
  Secret secret;
  const Document document = load("key: [hunter2]\n", "t.yaml").value();
  MapReader map = document.root_map(errors);
  EXPECT_FALSE(map.optional("key", &secret));
  EXPECT_EQ(errors.text(), "t.yaml:1:6: expected text, not a list");
}

}  // namespace
}  // namespace checkride::values
