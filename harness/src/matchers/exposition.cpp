#include "matchers/exposition.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <set>
#include <span>

#include "checkride/values/ascii.hpp"
#include "checkride/values/diagnostic.hpp"
#include "checkride/values/utf8.hpp"
#include "matchers/exposition_line.hpp"

namespace checkride::harness {

namespace {

constexpr std::size_t kExemplarCharactersMax = 128;

// How samples of a type are called: the family's name and one of these. No type: the name alone.
struct TypeRow {
  std::string_view type;
  std::vector<std::string_view> suffixes;
};

const std::vector<TypeRow>& types_of(ExpositionFormat format) {
  static const std::vector<TypeRow> kText{{"counter", {""}},
                                          {"gauge", {""}},
                                          {"histogram", {"_bucket", "_sum", "_count"}},
                                          {"summary", {"", "_sum", "_count"}},
                                          {"untyped", {""}}};
  static const std::vector<TypeRow> kOpenMetrics{{"counter", {"_total", "_created"}},
                                                 {"gauge", {""}},
                                                 {"histogram", {"_bucket", "_sum", "_count", "_created"}},
                                                 {"gaugehistogram", {"_bucket", "_gsum", "_gcount"}},
                                                 {"info", {"_info"}},
                                                 {"stateset", {""}},
                                                 {"summary", {"", "_sum", "_count", "_created"}},
                                                 {"unknown", {""}}};
  return format == ExpositionFormat::text ? kText : kOpenMetrics;
}

const TypeRow* find_type(ExpositionFormat format, std::string_view type) {
  const auto& types = types_of(format);
  const auto found = std::find_if(types.begin(), types.end(), [&](const TypeRow& row) { return row.type == type; });
  return found == types.end() ? nullptr : &*found;
}

std::size_t characters(std::string_view text) {
  std::size_t number = 0;
  for (; !text.empty(); ++number) text.remove_prefix(std::max<std::size_t>(values::utf8_length(text), 1));
  return number;
}

// One text for each series, whatever the order of its labels.
std::string key_of(const MetricSample& sample, ExpositionFormat format) {
  MetricLabels labels = sample.labels;
  std::sort(labels.begin(), labels.end());
  std::string key = sample.name;
  for (const auto& [name, value] : labels) key += fmt::format("\n{}={}", name, value.size()) + "\n" + value;
  if (format == ExpositionFormat::openmetrics && sample.at_seconds) key += fmt::format("\n@{}", *sample.at_seconds);
  return key;
}

class PageReader {
 public:
  PageReader(std::string_view page, ExpositionFormat format) : page_(page), format_(format) {}

  Result<Exposition> read() {
    while (!page_.empty()) {
      ++line_;
      auto read = read_line();
      if (!read) return std::move(read).error().with(fmt::format("line {}", line_));
    }
    if (format_ == ExpositionFormat::openmetrics && !ended_) {
      return Error::invalid(fmt::format("line {}: the page does not end with \"# EOF\": it was cut", line_ + 1));
    }
    return std::move(families_);
  }

 private:
  Result<> read_line() {
    if (ended_) return Error::invalid("there is nothing behind \"# EOF\"");
    const std::size_t end = page_.find('\n');
    const std::string_view text = page_.substr(0, end);
    const bool open_end = end == std::string_view::npos;
    page_.remove_prefix(open_end ? page_.size() : end + 1);
    if (format_ == ExpositionFormat::openmetrics && text == "# EOF") {
      ended_ = true;
      return {};
    }
    if (open_end) return Error::invalid("the page ends within a line: it was cut");
    if (!values::is_utf8(text)) return Error::invalid("the line has bytes that are no UTF-8");
    ExpositionLine line(text, format_);
    line.skip_blanks();
    if (line.at_end()) return empty_line();
    if (line.take("#")) return read_comment(line);
    return read_sample(line);
  }

  Result<> empty_line() const {
    if (format_ == ExpositionFormat::openmetrics) return Error::invalid("OpenMetrics has no empty lines");
    return {};
  }

  Result<> read_comment(ExpositionLine& line) {
    const bool strict = format_ == ExpositionFormat::openmetrics;
    if (strict) TRY_VOID(line.separator());
    line.skip_blanks();
    const std::string_view word = line.word();
    if (word != "HELP" && word != "TYPE" && (word != "UNIT" || !strict)) {
      if (strict) return Error::invalid("OpenMetrics has no comments but HELP, TYPE, UNIT and EOF");
      return {};
    }
    TRY_VOID(line.separator());
    TRY(const std::string name, line.metric_name());
    TRY(MetricFamily * family, family_of_comment(name));
    // A HELP may be empty, and the blank before it missing.
    if (word == "HELP" && line.at_end()) return describe(*family, word, {});
    TRY_VOID(line.separator());
    if (word == "HELP") {
      TRY(std::string help, line.help());
      return describe(*family, word, std::move(help));
    }
    std::string text(line.word());
    line.skip_blanks();
    if (!line.at_end()) return Error::invalid(fmt::format("{} of {} is one word", word, name));
    return describe(*family, word, std::move(text));
  }

  Result<> describe(MetricFamily& family, std::string_view word, std::string text) {
    if (!described_.emplace(word).second) {
      return Error::invalid(fmt::format("{} of {} is told a second time", word, family.name));
    }
    if (word == "HELP") {
      family.help = std::move(text);
      return {};
    }
    if (!family.samples.empty()) {
      return Error::invalid(fmt::format("{} of {} stands behind its samples", word, family.name));
    }
    if (word == "UNIT") {
      if (!text.empty() && !family.name.ends_with("_" + text)) {
        return Error::invalid(fmt::format("the name {} does not end with its unit {}", family.name, text));
      }
      family.unit = std::move(text);
      return {};
    }
    if (find_type(format_, text) == nullptr) {
      return Error::invalid(fmt::format("{} is no type of a metric", values::quote(text)));
    }
    family.type = std::move(text);
    return {};
  }

  Result<MetricFamily*> family_of_comment(const std::string& name) {
    if (!families_.empty() && families_.back().name == name) return &families_.back();
    return begin_family(name);
  }

  Result<MetricFamily*> begin_family(const std::string& name) {
    if (!names_.insert(name).second) {
      return Error::invalid(fmt::format("the lines of {} stand in two groups: keep them together", name));
    }
    described_.clear();
    series_.clear();
    families_.emplace_back().name = name;
    return &families_.back();
  }

  std::span<const std::string_view> suffixes_of(const MetricFamily& family) const {
    static constexpr std::array<std::string_view, 1> kNone{""};
    const TypeRow* row = find_type(format_, family.type);
    return row == nullptr ? std::span<const std::string_view>(kNone) : row->suffixes;
  }

  Result<MetricFamily*> family_of_sample(const std::string& name) {
    if (families_.empty()) return begin_family(name);
    MetricFamily& family = families_.back();
    const auto suffixes = suffixes_of(family);
    const auto is_own = [&](std::string_view suffix) { return name == family.name + std::string(suffix); };
    if (std::any_of(suffixes.begin(), suffixes.end(), is_own)) return &family;
    if (name != family.name) return begin_family(name);
    return Error::invalid(fmt::format("{0} is a {1}: its samples are called {0}{2}", name, family.type,
                                      fmt::join(suffixes, fmt::format(" or {}", name))));
  }

  Result<> read_sample(ExpositionLine& line) {
    MetricSample sample;
    TRY(sample.name, line.metric_name());
    TRY(MetricFamily * family, family_of_sample(sample.name));
    const bool apart = line.skip_blanks();
    TRY(sample.labels, line.labels());
    if (format_ == ExpositionFormat::text && (apart || !sample.labels.empty())) {
      line.skip_blanks();
    } else {
      TRY_VOID(line.separator());
    }
    TRY(sample.value, line.number());
    line.skip_blanks();
    if (!line.at_end()) TRY_VOID(read_tail(line, *family, sample));
    return add(*family, std::move(sample));
  }

  // What may stand behind the value.
  Result<> read_tail(ExpositionLine& line, const MetricFamily& family, MetricSample& sample) const {
    if (format_ == ExpositionFormat::text) {
      TRY(sample.at_seconds, line.timestamp());
      line.skip_blanks();
      if (!line.at_end()) return Error::invalid("nothing but a time stamp stands behind a value");
      return {};
    }
    TRY_VOID(line.separator());
    if (!line.take("# ")) {
      TRY(sample.at_seconds, line.timestamp());
      if (line.at_end()) return {};
      if (!line.take(" # ")) return Error::invalid("nothing but an exemplar stands behind a time stamp");
    }
    TRY(sample.exemplar, read_exemplar(line));
    const std::string_view suffix = std::string_view(sample.name).substr(family.name.size());
    if (suffix == "_bucket" || (family.type == "counter" && suffix == "_total")) return {};
    return Error::invalid("only buckets and the totals of counters have exemplars");
  }

  static Result<MetricExemplar> read_exemplar(ExpositionLine& line) {
    MetricExemplar exemplar;
    TRY(exemplar.labels, line.labels());
    TRY_VOID(line.separator());
    TRY(exemplar.value, line.number());
    if (!line.at_end()) {
      TRY_VOID(line.separator());
      TRY(exemplar.at_seconds, line.timestamp());
    }
    if (!line.at_end()) return Error::invalid("nothing but a time stamp stands behind the value of an exemplar");
    std::size_t length = 0;
    for (const auto& [name, value] : exemplar.labels) length += characters(name) + characters(value);
    if (length <= kExemplarCharactersMax) return exemplar;
    return Error::invalid(
        fmt::format("the labels of an exemplar have {} characters, {} are allowed", length, kExemplarCharactersMax));
  }

  Result<> add(MetricFamily& family, MetricSample sample) {
    const bool is_bucket = sample.name != family.name && sample.name.ends_with("_bucket");
    const auto is_le = [](const auto& label) { return label.first == "le"; };
    if (is_bucket && std::none_of(sample.labels.begin(), sample.labels.end(), is_le)) {
      return Error::invalid(fmt::format("{} has no label le", sample.name));
    }
    if (!series_.insert(key_of(sample, format_)).second) {
      return Error::invalid(fmt::format("this series of {} stands a second time", sample.name));
    }
    family.samples.push_back(std::move(sample));
    return {};
  }

  std::string_view page_;
  ExpositionFormat format_;
  std::size_t line_ = 0;
  bool ended_ = false;
  Exposition families_;
  std::set<std::string> names_;                   // of all families
  std::set<std::string, std::less<>> described_;  // of the last one: HELP, TYPE, UNIT
  std::set<std::string> series_;                  // of the last one
};

}  // namespace

ExpositionFormat exposition_format(std::string_view content_type) {
  std::string_view type = content_type.substr(0, content_type.find(';'));
  while (type.ends_with(' ')) type.remove_suffix(1);
  return values::same_text(type, "application/openmetrics-text") ? ExpositionFormat::openmetrics
                                                                 : ExpositionFormat::text;
}

Result<Exposition> parse_exposition(std::string_view page, ExpositionFormat format) {
  return PageReader(page, format).read();
}

}  // namespace checkride::harness
