#include "matchers/quantity_matcher.hpp"

#include <array>
#include <cmath>

#include "checkride/result/assert.hpp"

namespace checkride::harness {

namespace {

Room room_of(Bound bound, double operand, double half, double value) {
  switch (bound) {
    case Bound::less_than:
      return {operand - half - value, false};
    case Bound::at_most:
      return {operand + half - value, true};
    case Bound::more_than:
      return {value - (operand + half), false};
    case Bound::at_least:
      return {value - (operand - half), true};
  }
  return {};
}

class BoundTerm final : public MatcherTerm {
 public:
  BoundTerm(Bound bound, double operand, const Scale& scale) : bound_(bound), operand_(operand), scale_(scale) {}

  Judgement judge(const Value& value) const override {
    const auto number = comparable(value);
    return number ? decided(room_of(bound_, operand_, half_step(scale_), *number)) : Judgement();
  }

  std::string text() const override {
    static constexpr std::array<std::string_view, 4> kWords{"below ", "at most ", "above ", "at least "};
    return std::string(kWords[static_cast<std::size_t>(bound_)]) + scale_.text(operand_);
  }

  bool has_limit() const override { return true; }
  void add_edges(std::vector<double>& edges) const override { edges.push_back(operand_); }

 private:
  Bound bound_;
  double operand_;
  Scale scale_;
};

class BetweenTerm final : public MatcherTerm {
 public:
  BetweenTerm(double low, double high, const Scale& scale) : low_(low), high_(high), scale_(scale) {}

  Judgement judge(const Value& value) const override {
    const auto number = comparable(value);
    if (!number) return {};
    const double half = half_step(scale_);
    const std::array<Judgement, 2> ends{decided(room_of(Bound::at_least, low_, half, *number)),
                                        decided(room_of(Bound::at_most, high_, half, *number))};
    return all_of(ends);
  }

  std::string text() const override { return "from " + scale_.text(low_) + " to " + scale_.text(high_); }

  bool has_limit() const override { return true; }
  void add_edges(std::vector<double>& edges) const override {
    edges.push_back(low_);
    edges.push_back(high_);
  }

 private:
  double low_;
  double high_;
  Scale scale_;
};

class ApproxTerm final : public MatcherTerm {
 public:
  ApproxTerm(double middle, double width, const Scale& scale) : middle_(middle), width_(width), scale_(scale) {}

  Judgement judge(const Value& value) const override {
    const auto number = comparable(value);
    if (!number) return {};
    return decided(Room{width_ + half_step(scale_) - std::abs(*number - middle_), true});
  }

  std::string text() const override { return scale_.text(middle_) + " within " + scale_.text(width_); }

  bool has_limit() const override { return true; }
  void add_edges(std::vector<double>& edges) const override {
    edges.push_back(middle_ - width_);
    edges.push_back(middle_);
    edges.push_back(middle_ + width_);
  }

 private:
  double middle_;
  double width_;
  Scale scale_;
};

}  // namespace

std::shared_ptr<const MatcherTerm> make_bound(Bound bound, double operand, const Scale& scale) {
  return std::make_shared<BoundTerm>(bound, operand, scale);
}

std::shared_ptr<const MatcherTerm> make_between(double low, double high, const Scale& scale) {
  CHECKRIDE_ASSERT(low <= high);
  return std::make_shared<BetweenTerm>(low, high, scale);
}

std::shared_ptr<const MatcherTerm> make_approx(double middle, double width, const Scale& scale) {
  CHECKRIDE_ASSERT(width > 0);
  return std::make_shared<ApproxTerm>(middle, width, scale);
}

std::optional<double> comparable(const Value& value) {
  const auto* number = std::get_if<double>(&value);
  if (number == nullptr || std::isnan(*number)) return std::nullopt;
  return *number;
}

double half_step(const Scale& scale) {
  return scale.whole() ? 0.5 : 0;
}

}  // namespace checkride::harness
