#include "exporter/negotiate.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <functional>

#include "checkride/values/ascii.hpp"

namespace checkride::runtime {

namespace {

constexpr std::size_t kItemsMax = 64;  // of one field; what comes later is not looked at

struct Offer {
  MetricsForm form;
  std::string_view type;
  std::string_view subtype;
  std::string_view version;
};
constexpr std::array<Offer, 3> kOffers{{{MetricsForm::text, "text", "plain", "0.0.4"},
                                        {MetricsForm::openmetrics, "application", "openmetrics-text", "1.0.0"},
                                        {MetricsForm::json, "application", "json", ""}}};

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// Cuts the part before `separator` off `rest` and gives it without blanks around it.
std::string_view take_part(std::string_view& rest, char separator) {
  const auto at = rest.find(separator);
  const std::string_view part = trimmed(rest.substr(0, at));
  rest.remove_prefix(at == std::string_view::npos ? rest.size() : at + 1);
  return part;
}

// "0.75" between 0 and 1; anything else is no weight, and so is what it belongs to.
std::optional<double> weight_of(std::string_view text) {
  double q = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), q, std::chars_format::fixed);
  if (error != std::errc() || end != text.data() + text.size() || !(q >= 0 && q <= 1)) return std::nullopt;
  return q;
}

struct Item {
  std::string_view name;     // "text/plain", "gzip"
  std::string_view version;  // of a media type
  double q = 1;
};

std::optional<Item> item_of(std::string_view text) {
  Item item;
  item.name = take_part(text, ';');
  while (!text.empty()) {
    std::string_view value = take_part(text, ';');
    const std::string_view key = take_part(value, '=');
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
    if (values::same_text(key, "version")) item.version = value;
    if (!values::same_text(key, "q")) continue;
    const auto q = weight_of(value);
    if (!q) return std::nullopt;
    item.q = *q;
  }
  return item;
}

void for_each_item(std::string_view field, const std::function<void(const Item&)>& look) {
  for (std::size_t i = 0; i < kItemsMax && !field.empty(); ++i) {
    const auto item = item_of(take_part(field, ','));
    if (item) look(*item);
  }
}

// How exactly the item names the offer: 0 not at all, 1 by */*, 2 by its type, 3 in full, 4 with its version.
int exactness(const Item& item, const Offer& offer) {
  std::string_view subtype = item.name;
  const std::string_view type = take_part(subtype, '/');
  if (!item.version.empty() && item.version != offer.version) return 0;
  if (type == "*" && subtype == "*") return 1;
  if (!values::same_text(type, offer.type)) return 0;
  if (subtype == "*") return 2;
  if (!values::same_text(subtype, offer.subtype)) return 0;
  return item.version.empty() ? 3 : 4;
}

// What the field says of one offer: its most exact item decides.
struct Wish {
  int exact = 0;
  double q = 0;
  std::size_t place = 0;  // of that item in the field
};

Wish wish_of(std::string_view field, const Offer& offer) {
  Wish wish;
  std::size_t place = 0;
  for_each_item(field, [&](const Item& item) {
    const int exact = exactness(item, offer);
    if (exact > wish.exact) wish = Wish{exact, item.q, place};
    ++place;
  });
  return wish;
}

bool is_better(const Wish& a, const Wish& b) {
  if (a.q != b.q) return a.q > b.q;
  if (std::min(a.exact, 3) != std::min(b.exact, 3)) return a.exact > b.exact;
  return a.exact >= 3 && a.place < b.place;
}

}  // namespace

MetricsForm wanted_form(std::optional<std::string_view> accept) {
  if (!accept) return MetricsForm::text;
  const Offer* best = nullptr;
  Wish most;
  for (const Offer& offer : kOffers) {
    const Wish wish = wish_of(*accept, offer);
    if (wish.exact == 0 || wish.q <= 0) continue;
    if (best != nullptr && !is_better(wish, most)) continue;
    best = &offer;
    most = wish;
  }
  return best == nullptr ? MetricsForm::text : best->form;
}

bool wants_gzip(std::optional<std::string_view> accept_encoding) {
  if (!accept_encoding) return false;
  std::optional<double> gzip;
  std::optional<double> any;
  double identity = 0;
  for_each_item(*accept_encoding, [&](const Item& item) {
    if (values::same_text(item.name, "gzip") || values::same_text(item.name, "x-gzip")) gzip = item.q;
    if (item.name == "*") any = item.q;
    if (values::same_text(item.name, "identity")) identity = item.q;
  });
  const double q = gzip.value_or(any.value_or(0));
  return q > 0 && q >= identity;
}

}  // namespace checkride::runtime
