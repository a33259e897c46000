#include "matchers/text_matcher.hpp"

#include <re2/re2.h>

#include <array>
#include <utility>

#include "checkride/values/diagnostic.hpp"

namespace checkride::harness {

namespace {

// Of one expression, compiled.
constexpr int kCompiledBytesMax = 1024 * 1024;

re2::StringPiece piece(std::string_view text) {
  return {text.data(), text.size()};
}

class PartTerm final : public MatcherTerm {
 public:
  PartTerm(TextPart where, std::string part) : where_(where), part_(std::move(part)) {}

  Judgement judge(const Value& value) const override {
    const auto* text = std::get_if<std::string>(&value);
    if (text == nullptr) return {};
    switch (where_) {
      case TextPart::anywhere:
        return decided(text->find(part_) != std::string::npos);
      case TextPart::begin:
        return decided(text->starts_with(part_));
      case TextPart::end:
        return decided(text->ends_with(part_));
    }
    return {};
  }

  std::string text() const override {
    static constexpr std::array<std::string_view, 3> kWords{"contains ", "starts with ", "ends with "};
    return std::string(kWords[static_cast<std::size_t>(where_)]) + values::quote(part_);
  }
  std::string clause() const override { return text(); }
  bool lasts(const std::string&) const override { return where_ != TextPart::end; }
  std::string phrase(std::string_view name) const override {
    if (where_ != TextPart::anywhere) return MatcherTerm::phrase(name);
    return " with " + values::quote(part_) + " in the " + std::string(name);
  }

 private:
  TextPart where_;
  std::string part_;
};

// Can it be about what follows what it finds: the end of the text, or of a word?
bool looks_behind(std::string_view pattern) {
  const auto has = [pattern](std::string_view part) { return pattern.find(part) != std::string_view::npos; };
  return has("$") || has("\\z") || has("\\b") || has("\\B");
}

class PatternTerm final : public MatcherTerm {
 public:
  explicit PatternTerm(std::unique_ptr<const re2::RE2> compiled) : compiled_(std::move(compiled)) {}

  Judgement judge(const Value& value) const override {
    const auto* text = std::get_if<std::string>(&value);
    if (text == nullptr) return {};
    return decided(re2::RE2::PartialMatch(piece(*text), *compiled_));
  }

  std::string text() const override { return "matches " + values::quote(compiled_->pattern()); }
  // What was found before the end has what it looks at behind it already.
  bool lasts(const std::string& text) const override {
    re2::StringPiece found;
    if (!compiled_->Match(piece(text), 0, text.size(), re2::RE2::UNANCHORED, &found, 1)) return false;
    return found.data() + found.size() < text.data() + text.size() || !looks_behind(compiled_->pattern());
  }
  std::string clause() const override { return text(); }

 private:
  std::unique_ptr<const re2::RE2> compiled_;
};

}  // namespace

std::shared_ptr<const MatcherTerm> make_part(TextPart where, std::string part) {
  return std::make_shared<PartTerm>(where, std::move(part));
}

Result<std::shared_ptr<const MatcherTerm>> make_pattern(const std::string& expression) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kCompiledBytesMax);
  auto compiled = std::make_unique<const re2::RE2>(piece(expression), options);
  if (!compiled->ok()) {
    return Error::invalid(values::quote(expression) + " is no regular expression of RE2: " + compiled->error());
  }
  return std::shared_ptr<const MatcherTerm>(std::make_shared<PatternTerm>(std::move(compiled)));
}

}  // namespace checkride::harness
