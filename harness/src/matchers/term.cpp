#include "matchers/term.hpp"

#include <algorithm>

namespace checkride::harness {

namespace {

bool tighter(const Room& a, const Room& b) {
  return a.distance != b.distance ? a.distance < b.distance : !a.closed && b.closed;
}

// A part without room that turns the scale leaves no distance to tell.
Judgement checked(Judgement judgement) {
  if (!judgement.room) return judgement;
  const Truth told = judgement.room->holds() ? Truth::yes : Truth::no;
  if (judgement.truth != told) judgement.room.reset();
  return judgement;
}

// The part that is the first in this order decides.
template <class FirstTruth, class FirstRoom>
Judgement joined(std::span<const Judgement> parts, FirstTruth first_truth, FirstRoom first_room) {
  Judgement result = parts.front();
  for (const Judgement& part : parts.subspan(1)) {
    if (first_truth(part.truth, result.truth)) result.truth = part.truth;
    if (part.room && (!result.room || first_room(*part.room, *result.room))) result.room = part.room;
  }
  return checked(result);
}

}  // namespace

std::string MatcherTerm::phrase(std::string_view name) const {
  return ", " + std::string(name) + " " + clause();
}

Judgement decided(bool holds) {
  return {holds ? Truth::yes : Truth::no, std::nullopt};
}

Judgement decided(const Room& room) {
  return {room.holds() ? Truth::yes : Truth::no, room};
}

Judgement all_of(std::span<const Judgement> parts) {
  if (parts.empty()) return {};
  return joined(
      parts, [](Truth a, Truth b) { return a < b; }, tighter);
}

Judgement any_of(std::span<const Judgement> parts) {
  if (parts.empty()) return decided(false);
  return joined(
      parts, [](Truth a, Truth b) { return a > b; }, [](const Room& a, const Room& b) { return tighter(b, a); });
}

Judgement opposite(const Judgement& judgement) {
  Judgement result = judgement;
  if (judgement.truth != Truth::unknown) result.truth = judgement.truth == Truth::yes ? Truth::no : Truth::yes;
  if (judgement.room) result.room = Room{-judgement.room->distance, !judgement.room->closed};
  return result;
}

bool has_limit(const Terms& terms) {
  return std::any_of(terms.begin(), terms.end(), [](const auto& term) { return term->has_limit(); });
}

bool lasts(const Terms& terms, const std::string& text) {
  return std::all_of(terms.begin(), terms.end(), [&text](const auto& term) { return term->lasts(text); });
}

Judgement judge(const Terms& terms, const Value& value) {
  std::vector<Judgement> parts;
  parts.reserve(terms.size());
  for (const auto& term : terms) parts.push_back(term->judge(value));
  return all_of(parts);
}

std::string clause_of(const Terms& terms) {
  std::string text;
  for (const auto& term : terms) text.append(text.empty() ? "" : " and ").append(term->clause());
  return text;
}

std::string text_of(const Terms& terms) {
  std::string text;
  for (const auto& term : terms) text.append(text.empty() ? "" : " and ").append(term->text());
  return text;
}

}  // namespace checkride::harness
