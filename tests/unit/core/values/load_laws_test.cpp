// Goal: no text, however broken, crashes the reader or gets a mistake outside itself; well-formed documents read back.
// Method: RapidCheck over soups of YAML's special characters, over mutilated real files and over generated trees.
#include "checkride/test/property.hpp"
#include "checkride/values/document.hpp"
#include "checkride/values/interpolate.hpp"
#include "checkride/values/json.hpp"

namespace checkride::values {
namespace {

constexpr std::string_view kSample =
    "app:\n  name: \"simconnect\"\n  shutdown_timeout: 30s\nrules:\n  - name: 'Low'\n    actions: [\"email\", slack]\n"
    "    when: {metric: altitude, below: 100}\n  - |\n    block\n    text\nempty:\nlast: >-\n  folded\n";

std::vector<std::size_t> line_lengths(std::string_view text) {
  std::vector<std::size_t> lengths(1, 0);
  for (const char c : text) {
    if (c == '\n') {
      lengths.push_back(0);
    } else {
      ++lengths.back();
    }
  }
  return lengths;
}

// Loads `text`; every mistake must stand inside it, one place behind a line's last character allowed.
void check(std::string_view text) {
  Diagnostics errors;
  const auto document = load(text, "t.yaml", errors);
  RC_ASSERT(document.has_value() == errors.empty());
  const auto lengths = line_lengths(text);
  for (const Diagnostic& mistake : errors.items()) {
    RC_ASSERT(mistake.file == "t.yaml");
    RC_ASSERT(mistake.line >= 1 && mistake.line <= static_cast<int>(lengths.size()));
    RC_ASSERT(mistake.column >= 1);
    RC_ASSERT(static_cast<std::size_t>(mistake.column) <= lengths[static_cast<std::size_t>(mistake.line) - 1] + 1);
    RC_ASSERT(!mistake.message.empty());
  }
}

rc::Gen<std::string> soup() {
  const auto piece =
      rc::gen::element<std::string>("a", "b: ", "- ", "\n", "\n  ", "\n    ", ": ", "[", "]", "{", "}", ", ", "'", "\"",
                                    "#", "&x ", "*x", "!t ", "|\n", ">", "? ", "%YAML 1.2\n", "---\n", "...\n", "\t",
                                    "\\", "\\u12", "\xC3\xBC", "\xEF\xBB\xBF", "~", "<<: ", "@", "`");
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece), [](const std::vector<std::string>& pieces) {
    std::string text;
    for (const std::string& p : pieces) text += p;
    return text;
  });
}

RC_GTEST_PROP(LoadLaws, ArbitraryBytesNeverCrash, (const std::string& bytes)) {
  check(bytes);
}

RC_GTEST_PROP(LoadLaws, SoupOfSpecialCharactersNeverCrashes, ()) {
  check(*soup());
}

RC_GTEST_PROP(LoadLaws, AMutilatedFileNeverCrashes, ()) {
  std::string text(kSample);
  const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
  const auto length = *rc::gen::inRange<std::size_t>(0, 12);
  text.replace(at, length, *soup());
  check(text);
}

// A tree of at most `depth` levels, in flow style.
void append_tree(std::string& out, int depth) {
  const int kind = depth == 0 ? 0 : *rc::gen::inRange(0, 3);
  const int count = *rc::gen::inRange(0, 4);
  if (kind == 0) {
    const auto text = *rc::gen::container<std::string>(rc::gen::inRange<char>(0x20, 0x7F));
    json::append_json_string(out, text);
    return;
  }
  out += kind == 1 ? '[' : '{';
  for (int i = 0; i < count; ++i) {
    if (i != 0) out += ',';
    if (kind == 2) out += "\"k" + std::to_string(i) + "\": ";
    append_tree(out, depth - 1);
  }
  out += kind == 1 ? ']' : '}';
}

RC_GTEST_PROP(LoadLaws, JsonTextReadsBackToTheSameContent, ()) {
  std::string text = "[";
  append_tree(text, 3);
  text += "]";
  const Document document = load(text, "t.yaml").value();
  std::string again;
  append_json(again, document.root());
  RC_ASSERT(load(again, "u.yaml").value().root().same_content(document.root()));
}

RC_GTEST_PROP(LoadLaws, MergingWithAnEmptyDocumentIsIdentity, ()) {
  std::string text = "{\"a\": ";
  append_tree(text, 3);
  text += "}";
  const Document document = load(text, "t.yaml").value();
  RC_ASSERT(merge(document, Document()).root().same_content(document.root()));
  RC_ASSERT(merge(Document(), document).root().same_content(document.root()));
  RC_ASSERT(merge(document, document).root().same_content(document.root()));
}

RC_GTEST_PROP(InterpolateLaws, TextWithEveryDollarDoubledComesBack, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::element<char>('$', '{', '}', 'A', ':', '-', ' '));
  std::string doubled;
  for (const char c : text) doubled += c == '$' ? "$$" : std::string(1, c);
  const Document document(Node::scalar(Position{"t.yaml", 1, 1}, doubled, true));
  Diagnostics errors;
  const auto none = [](const std::string&) { return std::optional<std::string>(); };
  RC_ASSERT(interpolate(document, none, errors).root().text() == text);
  RC_ASSERT(errors.empty());
}

}  // namespace
}  // namespace checkride::values
