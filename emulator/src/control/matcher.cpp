#include "control/matcher.hpp"

#include <algorithm>
#include <cmath>

#include "checkride/values/ascii.hpp"
#include "checkride/values/json.hpp"
#include "checkride/values/map_reader.hpp"
#include "checkride/values/suggest.hpp"

namespace checkride::emulator {
namespace {

using values::Node;

std::optional<double> number_in(const Node& node) {
  if (!node.is_scalar() || node.quoted()) return std::nullopt;
  const auto number = node.as_number();
  return number ? std::optional<double>(*number) : std::nullopt;
}

// Numbers by value (7 is 7.0), words of enumerations without regard to case, everything else as it is.
bool equal(const Node& expected, const Node& value) {
  const auto a = number_in(expected);
  const auto b = number_in(value);
  if (a && b) return *a == *b;
  if (expected.is_scalar() && value.is_scalar()) {
    return expected.quoted() == value.quoted() && values::same_text(expected.text(), value.text());
  }
  if (expected.is_list() && value.is_list()) {
    return std::equal(expected.items().begin(), expected.items().end(), value.items().begin(), value.items().end(),
                      equal);
  }
  return expected.same_content(value);
}

}  // namespace

std::string value_text(const Node& value) {
  std::string text;
  values::append_json(text, value);
  return text;
}

Matcher Matcher::read(const Node& node, values::Diagnostics& errors) {
  Matcher matcher;
  matcher.operand_ = node;
  if (!node.is_map()) {
    matcher.form_ = Form::equal;
    return matcher;
  }
  values::MapReader map(node, errors);
  int given = 0;
  const auto form = [&](std::string_view key, Form chosen) {
    const auto operand = map.node(key);
    if (!operand) return;
    matcher.form_ = chosen;
    matcher.operand_ = *operand;
    ++given;
    const bool numeric = chosen == Form::near || chosen == Form::at_least || chosen == Form::at_most;
    if (numeric) matcher.number_ = values::read_number(*operand, errors).value_or(0);
    if (chosen == Form::contains) (void)values::read_text(*operand, errors);  // the mistake is kept in `errors`
    if (chosen == Form::one_of && !operand->is_list()) map.error(key, "a list of values is expected");
  };
  form("near", Form::near);
  form("at_least", Form::at_least);
  form("at_most", Form::at_most);
  form("contains", Form::contains);
  form("one_of", Form::one_of);
  form("any", Form::any);
  if (matcher.form_ == Form::near) map.optional("within", &matcher.within_);
  map.finish();
  if (given != 1) {
    errors.add(node.position(),
               "a value is expected, or one of near (with within), at_least, at_most, contains, one_of, any");
  }
  return matcher;
}

bool Matcher::takes(const Node& value) const {
  const auto number = number_in(value);
  switch (form_) {
    case Form::any:
      return true;
    case Form::equal:
      return equal(operand_, value);
    case Form::near:
      return number && std::fabs(*number - number_) <= within_;
    case Form::at_least:
      return number && *number >= number_;
    case Form::at_most:
      return number && *number <= number_;
    case Form::contains:
      return value.is_scalar() && value.quoted() && value.text().find(operand_.text()) != std::string::npos;
    case Form::one_of:
      return std::any_of(operand_.items().begin(), operand_.items().end(),
                         [&value](const Node& item) { return equal(item, value); });
  }
  return false;
}

std::size_t Matcher::edits(const Node& value) const {
  constexpr std::size_t kCompared = 256;  // characters: as long as a name on the wire
  const bool texts = operand_.is_scalar() && operand_.quoted() && value.is_scalar() && value.quoted();
  if (form_ != Form::equal || !texts) return 0;
  const auto beginning = [](const Node& node) { return values::lower(node.text().substr(0, kCompared)); };
  return values::edit_distance(beginning(operand_), beginning(value));
}

std::string Matcher::text() const {
  const std::string operand = value_text(operand_);
  switch (form_) {
    case Form::any:
      return "anything";
    case Form::equal:
      return operand;
    case Form::near:
      return operand + " within " + values::format_number(within_);
    case Form::at_least:
      return "at least " + operand;
    case Form::at_most:
      return "at most " + operand;
    case Form::contains:
      return "a text with " + operand;
    case Form::one_of:
      return "one of " + operand;
  }
  return {};
}

}  // namespace checkride::emulator
