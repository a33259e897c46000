#include "metrics/exemplar.hpp"

#include <algorithm>
#include <cstdint>

#include "metrics/exposition.hpp"

namespace checkride::runtime {

namespace {

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

}  // namespace

std::optional<Exemplar> Exemplar::make(std::initializer_list<ExemplarLabel> labels, world::UtcTime at) {
  Exemplar exemplar;
  exemplar.at_ = at;
  std::size_t length = 0;
  for (const ExemplarLabel& label : labels) {
    if (label.value.empty()) continue;
    length += characters(label.name) + characters(label.value);
    exemplar.labels_ += exemplar.labels_.empty() ? "{" : ",";
    exemplar.labels_.append(label.name).append("=\"");
    append_metric_text(exemplar.labels_, label.value, Escape::quoted);
    exemplar.labels_ += '"';
  }
  if (exemplar.labels_.empty() || length > kCharactersMax) return std::nullopt;
  exemplar.labels_ += '}';
  return exemplar;
}

void Exemplar::append_to(std::string& out, double value) const {
  out.append(" # ").append(labels_) += ' ';
  append_metric_value(out, value);
  out += ' ';
  const auto at = std::chrono::floor<std::chrono::milliseconds>(at_.time_since_epoch());
  append_metric_value(out, static_cast<double>(at.count()) / 1000);
}

}  // namespace checkride::runtime
