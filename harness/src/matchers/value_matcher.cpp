#include "matchers/value_matcher.hpp"

#include <cmath>
#include <utility>

#include "checkride/result/assert.hpp"
#include "matchers/quantity_matcher.hpp"

namespace checkride::harness {

namespace {

class EqualTerm final : public MatcherTerm {
 public:
  EqualTerm(Value operand, const Scale& scale) : operand_(std::move(operand)), scale_(scale) {}

  Judgement judge(const Value& value) const override {
    if (std::holds_alternative<std::monostate>(value)) return {};
    const auto* wanted = std::get_if<double>(&operand_);
    if (wanted == nullptr || !std::holds_alternative<double>(value)) return decided(value == operand_);
    const auto number = comparable(value);
    if (!number) return {};
    // Infinite values have no distance from each other, but are equal.
    const double distance = *number == *wanted ? 0 : std::abs(*number - *wanted);
    return decided(Room{half_step(scale_) - distance, true});
  }

  std::string text() const override {
    return (scale_.domain() == Domain::count ? "exactly " : "") + scale_.text(operand_);
  }

  void add_edges(std::vector<double>& edges) const override {
    if (const auto* number = std::get_if<double>(&operand_)) edges.push_back(*number);
  }
  void add_candidates(std::vector<Value>& candidates) const override { candidates.push_back(operand_); }

 private:
  Value operand_;
  Scale scale_;
};

class OneOfTerm final : public MatcherTerm {
 public:
  OneOfTerm(std::vector<Value> operands, const Scale& scale) {
    for (Value& operand : operands) {
      text_.append(text_.empty() ? "one of " : ", ").append(scale.text(operand));
      equals_.emplace_back(std::move(operand), scale);
    }
  }

  Judgement judge(const Value& value) const override {
    std::vector<Judgement> parts;
    for (const EqualTerm& equal : equals_) parts.push_back(equal.judge(value));
    return any_of(parts);
  }

  std::string text() const override { return text_; }

  void add_edges(std::vector<double>& edges) const override {
    for (const EqualTerm& equal : equals_) equal.add_edges(edges);
  }
  void add_candidates(std::vector<Value>& candidates) const override {
    for (const EqualTerm& equal : equals_) equal.add_candidates(candidates);
  }

 private:
  std::vector<EqualTerm> equals_;
  std::string text_;
};

class ExistsTerm final : public MatcherTerm {
 public:
  explicit ExistsTerm(bool wanted) : wanted_(wanted) {}

  Judgement judge(const Value& value) const override {
    return decided(std::holds_alternative<std::monostate>(value) != wanted_);
  }
  std::string text() const override { return wanted_ ? "there" : "not there"; }
  void add_candidates(std::vector<Value>& candidates) const override {
    if (!wanted_) candidates.emplace_back();
  }

 private:
  bool wanted_;
};

class NotTerm final : public MatcherTerm {
 public:
  explicit NotTerm(Terms terms) : terms_(std::move(terms)) {}

  Judgement judge(const Value& value) const override { return opposite(harness::judge(terms_, value)); }
  std::string text() const override {
    return terms_.size() == 1 ? "not " + text_of(terms_) : "not (" + text_of(terms_) + ")";
  }
  bool has_limit() const override { return harness::has_limit(terms_); }
  void add_edges(std::vector<double>& edges) const override {
    for (const auto& term : terms_) term->add_edges(edges);
  }

 private:
  Terms terms_;
};

class LengthTerm final : public MatcherTerm {
 public:
  explicit LengthTerm(Terms terms) : terms_(std::move(terms)) {}

  Judgement judge(const Value& value) const override {
    const auto length = length_of(value);
    if (!length) return {};
    return {harness::judge(terms_, *length).truth, std::nullopt};
  }
  std::string text() const override { return "length " + text_of(terms_); }
  std::string clause() const override { return "has " + text(); }

 private:
  Terms terms_;
};

class ItemsTerm final : public MatcherTerm {
 public:
  enum class Kind { each, some };
  ItemsTerm(Kind kind, Terms terms) : kind_(kind), terms_(std::move(terms)) {}

  Judgement judge(const Value& value) const override {
    const auto items = items_of(value);
    if (!items) return {};
    std::vector<Judgement> parts;
    for (const Value& item : *items) parts.push_back(harness::judge(terms_, item));
    return kind_ == Kind::each ? all_of(parts) : any_of(parts);
  }
  std::string text() const override { return (kind_ == Kind::each ? "each " : "some ") + text_of(terms_); }
  bool has_limit() const override { return harness::has_limit(terms_); }
  std::string clause() const override { return "has " + text(); }

 private:
  Kind kind_;
  Terms terms_;
};

}  // namespace

std::shared_ptr<const MatcherTerm> make_equal(Value operand, const Scale& scale) {
  return std::make_shared<EqualTerm>(std::move(operand), scale);
}

std::shared_ptr<const MatcherTerm> make_one_of(std::vector<Value> operands, const Scale& scale) {
  CHECKRIDE_ASSERT(!operands.empty());
  return std::make_shared<OneOfTerm>(std::move(operands), scale);
}

std::shared_ptr<const MatcherTerm> make_exists(bool wanted) {
  return std::make_shared<ExistsTerm>(wanted);
}

std::shared_ptr<const MatcherTerm> make_not(Terms terms) {
  return std::make_shared<NotTerm>(std::move(terms));
}

std::shared_ptr<const MatcherTerm> make_length(Terms terms) {
  return std::make_shared<LengthTerm>(std::move(terms));
}

std::shared_ptr<const MatcherTerm> make_each(Terms terms) {
  return std::make_shared<ItemsTerm>(ItemsTerm::Kind::each, std::move(terms));
}

std::shared_ptr<const MatcherTerm> make_some(Terms terms) {
  return std::make_shared<ItemsTerm>(ItemsTerm::Kind::some, std::move(terms));
}

}  // namespace checkride::harness
