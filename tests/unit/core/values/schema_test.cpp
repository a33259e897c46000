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

// ---- keys with conditions

TEST(Schema, KeysOfOneWordAreToldWithItAndAreAskedForOnlyThen) {
  const auto read = [](MapReader& map) {
    std::string kind;
    std::string path;
    Duration delay{};
    map.required("kind", &kind);
    map.only_with("kind", "file", kind == "file", [&] { map.required("path", &path); });
    map.only_with("kind", "slow", kind == "slow", [&] { map.optional("delay", &delay); });
    map.only_with("kind", "file", kind == "file", [&] { map.optional("delay", &delay); });
    map.finish();
  };
  const auto schema = describe(read);
  using Condition = Schema::Condition;
  ASSERT_EQ(schema->keys.size(), 3U);
  EXPECT_TRUE(schema->keys[0].only_with.empty());
  EXPECT_THAT(schema->keys[1].only_with, ElementsAre(Condition{"kind", "file"}));
  EXPECT_TRUE(schema->keys[1].schema->required);
  EXPECT_THAT(schema->keys[2].only_with, ElementsAre(Condition{"kind", "slow"}, Condition{"kind", "file"}));
  EXPECT_FALSE(schema->keys[2].schema->required);

  Diagnostics errors;
  const Document document = load("{kind: slow, path: x}\n", "t.yaml").value();
  MapReader map = document.root_map(errors);
  read(map);
  EXPECT_EQ(errors.text(), "t.yaml:1:14: unknown key \"path\" (known here: kind, delay)");
}

TEST(Schema, AKeyThatIsReadWithoutConditionHasNone) {
  std::string text;
  const auto schema = describe([&](MapReader& map) {
    map.only_with("a", "", true, [&] {
      map.required("a", &text);
      map.optional("late", &text);
      map.optional("shared", &text);
    });
    map.optional("late", &text);
    map.only_with("b", "", true, [&] { map.required("late", &text); });
    map.only_with("b", "", true, [&] { map.optional("shared", &text); });
  });
  EXPECT_TRUE(schema->keys[0].only_with.empty()) << "the key of the condition itself";
  EXPECT_FALSE(schema->keys[0].schema->required);
  EXPECT_EQ(schema->keys[1].key, "late");
  EXPECT_TRUE(schema->keys[1].only_with.empty());
  EXPECT_FALSE(schema->keys[1].schema->required);
  EXPECT_EQ(schema->keys[2].only_with.size(), 2U);
}

// ---- forms and shapes

void read_amount(const Node& node, Diagnostics& errors) {
  read_forms(
      node, Kind::map,
      [&](const Node& form) {
        MapReader map(form, errors);
        std::uint64_t least = 0;
        map.required("at_least", &least);
        map.finish();
      },
      [&](const Node& form) {
        read_forms(
            form, Kind::list, [&](const Node& list) { (void)read_texts(list, errors); },
            [&](const Node& scalar) {
              (void)read_unsigned(scalar, errors, {0, 9});
            });
      });
}

TEST(Schema, EachFormOfANodeIsDescribedTheShortOneFirst) {
  const auto schema = describe([](MapReader& map) {
    if (const auto node = map.node("amount")) read_amount(*node, map.errors());
  });
  const auto& forms = schema->find("amount")->forms;
  ASSERT_EQ(forms.size(), 3U);
  EXPECT_EQ(forms[0]->type, SchemaType::integer);
  EXPECT_EQ(forms[0]->max, "9");
  EXPECT_EQ(forms[1]->type, SchemaType::texts);
  EXPECT_TRUE(forms[2]->find("at_least")->required);
}

TEST(Schema, OfTheFormsOfANodeTheOneThatFitsIsRead) {
  const auto mistakes = [](const std::string& text) {
    Diagnostics errors;
    const Document document = load(text, "t.yaml").value();
    read_amount(*document.root().find("amount"), errors);
    return errors.text();
  };
  EXPECT_EQ(mistakes("amount: 3\n"), "");
  EXPECT_EQ(mistakes("amount: [a]\n"), "");
  EXPECT_EQ(mistakes("amount: {at_least: 1}\n"), "");
  EXPECT_EQ(mistakes("amount: 10\n"), "t.yaml:1:9: 10 is out of range, expected 0 to 9");
  EXPECT_EQ(mistakes("amount: {}\n"), "t.yaml:1:9: the key \"at_least\" is missing");
}

TEST(Schema, ItemsAndEntriesOfANodeAreReadAndDescribed) {
  const auto schema = describe([](MapReader& map) {
    const auto numbers = [&](const Node& item) { (void)read_unsigned(item, map.errors(), {0, 5}); };
    const auto texts = [&](const Entry& entry) { (void)read_text(entry.value, map.errors()); };
    if (const auto node = map.node("list")) EXPECT_FALSE(read_items(*node, map.errors(), numbers));
    if (const auto node = map.node("map")) EXPECT_FALSE(read_entries(*node, map.errors(), texts));
  });
  EXPECT_EQ(schema->find("list")->type, SchemaType::list);
  EXPECT_EQ(schema->find("list")->item->max, "5");
  EXPECT_EQ(schema->find("map")->type, SchemaType::entries);
  EXPECT_EQ(schema->find("map")->item->type, SchemaType::text);

  Diagnostics errors;
  const Document document = load("{list: {a: 1}, map: {a: b}}\n", "t.yaml").value();
  std::string keys;
  EXPECT_FALSE(read_items(*document.root().find("list"), errors, [](const Node&) {}));
  EXPECT_TRUE(read_entries(*document.root().find("map"), errors, [&](const Entry& entry) { keys += entry.key; }));
  EXPECT_EQ(keys, "a");
  EXPECT_EQ(errors.text(), "t.yaml:1:8: expected a list, not a map");
}

// A tree of nodes of the same kind.
void read_tree(const Node& node, Diagnostics& errors, int* read) {
  read_shape(node, "tree", [&](const Node& here) {
    ++*read;
    MapReader map(here, errors);
    std::string name;
    map.required("name", &name);
    map.list("children", [&](const Node& child) { read_tree(child, errors, read); });
    map.finish();
  });
}

TEST(Schema, AReaderThatMeetsItselfIsDescribedOnce) {
  Shapes shapes;
  int read = 0;
  const auto schema = describe(
      [&](MapReader& map) {
        if (const auto node = map.required_node("left")) read_tree(*node, map.errors(), &read);
        if (const auto node = map.node("right")) read_tree(*node, map.errors(), &read);
      },
      shapes);
  EXPECT_EQ(read, 1);
  EXPECT_EQ(schema->find("left")->reference, "tree");
  EXPECT_TRUE(schema->find("left")->required);
  EXPECT_EQ(schema->find("right")->reference, "tree");
  EXPECT_FALSE(schema->find("right")->required);
  ASSERT_EQ(shapes.by_name.size(), 1U);
  const Schema& tree = *shapes.by_name.at("tree");
  EXPECT_TRUE(tree.find("name")->required);
  EXPECT_EQ(tree.find("children")->item->reference, "tree");
}

TEST(Schema, AShapeOfAFileIsReadAtEveryPlace) {
  Diagnostics errors;
  int read = 0;
  const Document document = load("{name: a, children: [{name: b}, {nam: c}]}\n", "t.yaml").value();
  read_tree(document.root(), errors, &read);
  EXPECT_EQ(read, 3);
  EXPECT_EQ(errors.text(),
            "t.yaml:1:33: the key \"name\" is missing\n"
            "t.yaml:1:34: unknown key \"nam\", did you mean \"name\"?");
}

}  // namespace
}  // namespace checkride::values
