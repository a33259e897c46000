#include "schema/key_texts.hpp"

#include <algorithm>

#include "checks/check_table.hpp"
#include "matchers/read_matcher.hpp"
#include "scenario/read_steps.hpp"
#include "schema/language.hpp"

namespace checkride::harness {

namespace {

// Paths made of words that other tables have.
const std::vector<std::string>& paths_of_words() {
  static const std::vector<std::string> kPaths = [] {
    std::vector<std::string> paths;
    for (const CheckRow& row : check_rows()) paths.push_back("check." + std::string(row.word));
    for (const ActionRow& row : action_rows()) paths.push_back("step." + std::string(row.word));
    for (const MatcherWord& word : matcher_words()) paths.push_back("matcher." + std::string(word.word));
    return paths;
  }();
  return kPaths;
}

std::vector<KeyText> all_texts() {
  std::vector<KeyText> texts;
  for (const auto& part : {scenario_texts(), step_texts(), check_texts(), service_texts(), upstream_texts()}) {
    texts.insert(texts.end(), part.begin(), part.end());
  }
  std::size_t path = 0;
  for (const CheckRow& row : check_rows()) texts.push_back({paths_of_words()[path++], row.meaning});
  for (const ActionRow& row : action_rows()) texts.push_back({paths_of_words()[path++], row.meaning});
  for (const MatcherWord& word : matcher_words()) texts.push_back({paths_of_words()[path++], word.meaning});
  return texts;
}

const KeyText* find_row(std::string_view path) {
  const auto& texts = key_texts();
  const auto found = std::find_if(texts.begin(), texts.end(), [&](const KeyText& row) { return row.path == path; });
  return found == texts.end() ? nullptr : &*found;
}

}  // namespace

const std::vector<KeyText>& key_texts() {
  static const std::vector<KeyText> kTexts = all_texts();
  return kTexts;
}

const KeyText* find_text(std::string_view path) {
  if (const KeyText* row = find_row(path)) return row;
  const auto dot = path.find('.');
  if (dot == std::string_view::npos) return nullptr;
  const std::string_view shape = path.substr(0, dot);
  const std::string last(path.substr(path.rfind('.')));
  // Fragments say what scenarios say, and matchers of all kinds of values have the same words.
  if (shape == kFragmentShape) return find_text(std::string(kScenarioShape) + std::string(path.substr(dot)));
  const KeyText* row = shape == "matcher" ? nullptr : find_row("*" + last);
  return row == nullptr ? find_row("matcher" + last) : row;
}

std::string text_of(const std::string& path, const values::Schema& schema) {
  const KeyText* row = find_text(path);
  if (row == nullptr && !schema.reference.empty()) row = find_text(schema.reference);
  return row == nullptr ? "" : std::string(row->text);
}

}  // namespace checkride::harness
