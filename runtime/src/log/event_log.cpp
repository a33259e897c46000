#include "log/event_log.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "checkride/result/assert.hpp"
#include "checkride/values/json.hpp"
#include "log/quoted.hpp"

namespace checkride::runtime {

namespace {

namespace json = values::json;

constexpr std::array<std::string_view, 4> kReserved{"ts", "level", "msg", "logger"};

// A field of these names would stand twice in a line, and readers differ in which of the two they believe.
void check_name(std::string_view name) {
  CHECKRIDE_ASSERT(std::find(kReserved.begin(), kReserved.end(), name) == kReserved.end());
}

// How often a log that loses lines is tried when nothing else is written to it.
constexpr world::Duration kTellLossesEvery = std::chrono::seconds(10);

template <class... Ts>
struct Overload : Ts... {
  using Ts::operator()...;
};
template <class... Ts>
Overload(Ts...) -> Overload<Ts...>;

bool is_bare(std::string_view text) {
  const auto plain = [](char c) { return c > ' ' && c <= '~' && c != '"' && c != '=' && c != '\\'; };
  return !text.empty() && std::all_of(text.begin(), text.end(), plain);
}

// A word as it is, anything else quoted and escaped as JSON does it, which logfmt readers understand.
void append_word(std::string& out, std::string_view text) {
  if (is_bare(text)) {
    out += text;
  } else {
    append_quoted(out, text);
  }
}

void append_json_value(std::string& out, const Field::Value& value) {
  std::visit(Overload{[&](std::string_view text) { append_quoted(out, text); },
                      [&](bool truth) { out += truth ? "true" : "false"; },
                      [&](auto number) { json::append_json_number(out, number); }},
             value);
}

void append_word_value(std::string& out, const Field::Value& value) {
  std::visit(Overload{[&](std::string_view text) { append_word(out, text); },
                      [&](bool truth) { out += truth ? "true" : "false"; },
                      [&](double number) { values::append_number(out, number); },
                      [&](auto number) { json::append_json_number(out, number); }},
             value);
}

void append_word_fields(std::string& out, Fields fields) {
  for (const Field& field : fields) {
    check_name(field.name());
    out += ' ';
    append_word(out, field.name());
    out += '=';
    append_word_value(out, field.value());
  }
}

}  // namespace

void append_json_line(std::string& out, const Event& event, Fields fields) {
  out += R"({"ts":")";
  out += world::format_rfc3339(event.time);
  out += R"(","level":")";
  out += to_string(event.level);
  out += R"(","msg":)";
  append_quoted(out, event.name);
  out += R"(,"logger":)";
  append_quoted(out, event.logger);
  for (const Field& field : fields) {
    check_name(field.name());
    out += ',';
    append_quoted(out, field.name());
    out += ':';
    append_json_value(out, field.value());
  }
  out += '}';
}

void append_logfmt_line(std::string& out, const Event& event, Fields fields) {
  out += "ts=";
  out += world::format_rfc3339(event.time);
  out += " level=";
  out += to_string(event.level);
  out += " msg=";
  append_word(out, event.name);
  out += " logger=";
  append_word(out, event.logger);
  append_word_fields(out, fields);
}

void append_text_line(std::string& out, const Event& event, Fields fields) {
  constexpr std::array<std::string_view, 5> kPadded{"DEBUG", "INFO ", "WARN ", "ERROR", "FATAL"};
  out += world::format_rfc3339(event.time);
  out += ' ';
  out += kPadded[static_cast<std::size_t>(event.level)];
  out += ' ';
  append_word(out, event.logger);
  out += ' ';
  append_word(out, event.name);
  append_word_fields(out, fields);
}

EventLog::EventLog(world::Clock& clock, Level threshold, LineFormat format, std::unique_ptr<LogSink> sink)
    : clock_(clock), threshold_(threshold), format_(format), sink_(std::move(sink)) {
  CHECKRIDE_ASSERT(sink_ != nullptr);
}

void EventLog::suppress_repeats(world::Duration window) {
  if (repeats_) put(repeats_->take_all());
  repeats_.reset();
  if (window > world::Duration::zero()) repeats_.emplace(window);
}

std::optional<world::Instant> EventLog::repeats_due() const {
  return repeats_ ? repeats_->next_end() : std::nullopt;
}

std::optional<world::Instant> EventLog::untold_due() const {
  const auto repeats = repeats_due();
  if (!repeats || !loss_due_) return repeats ? repeats : loss_due_;
  return std::min(*repeats, *loss_due_);
}

void EventLog::tell_untold() {
  if (repeats_) put(repeats_->take_ended(clock_.now()));
  if (loss_due_ && clock_.now() >= *loss_due_) tell_losses();
}

void EventLog::tell_all() {
  if (repeats_) put(repeats_->take_all());
  tell_losses();
}

void EventLog::write(Level level, std::string_view logger, std::string_view event, Fields fields) {
  if (!enabled(level)) return;
  if (repeats_) {
    const bool none = !untold_due();
    const bool admitted = repeats_->admit(clock_.now(), level, logger, event, fields);
    put(repeats_->take_ended(clock_.now()));
    if (none && !admitted && on_untold_) on_untold_();
    if (!admitted) return;
  }
  put(level, logger, event, fields);
}

void EventLog::record(Level level, std::string_view logger, std::string_view event, Fields fields) {
  if (enabled(level)) put(level, logger, event, fields);
}

void EventLog::put(Level level, std::string_view logger, std::string_view event, Fields fields) {
  const std::uint64_t lost = sink_->lost();
  write_line(level, logger, event, fields);
  if (sink_->lost() != lost) return note_loss();
  if (this->lost() != lost_told_) tell_losses();
}

void EventLog::write_line(Level level, std::string_view logger, std::string_view event, Fields fields) {
  line_.clear();
  format_(line_, Event{clock_.utc_now(), level, logger, event}, fields);
  sink_->write(line_);
}

void EventLog::note_loss() {
  if (loss_due_) return;
  const bool none = !untold_due();
  loss_due_ = clock_.now() + kTellLossesEvery;
  if (none && on_untold_) on_untold_();
}

void EventLog::tell_losses() {
  const std::uint64_t missing = lost() - lost_told_;
  loss_due_.reset();
  if (missing == 0) return;
  const std::uint64_t before = sink_->lost();
  write_line(Level::warn, "log", "log_lines_lost", {{"lines", missing}});
  if (sink_->lost() == before) {
    lost_told_ += missing;
  } else {
    ++untold_attempts_;
    loss_due_ = clock_.now() + kTellLossesEvery;
  }
}

void EventLog::put(const std::vector<Repeats::Summary>& summaries) {
  for (const Repeats::Summary& one : summaries) {
    std::vector<Field> fields;
    for (const auto& [name, text] : one.texts) fields.emplace_back(name, text);
    fields.emplace_back("suppressed", one.suppressed);
    fields.emplace_back("within", one.window);
    put(one.level, one.logger, one.event, Fields(fields));
  }
}

}  // namespace checkride::runtime
