// EventLog: named events with fields, one line each, as JSON, logfmt or text, to standard output or a file.
//
//   Logger log = event_log.logger("link");
//   log.info("simulator_connected", {{"simulator", name}, {"attempt", 3}});
//   {"ts":"2026-01-05T08:00:00.000000Z","level":"info","msg":"simulator_connected","logger":"link","simulator":...}
//
// The event name is a constant of the program; whatever came from outside is a field, escaped in every format, so that
// no text can forge a line. Below the threshold a call costs one comparison.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "checkride/result/result.hpp"
#include "checkride/world/clock.hpp"
#include "log/field.hpp"
#include "log/repeats.hpp"

namespace checkride::runtime {

// What an event looks like as a line, without its newline.
struct Event {
  world::UtcTime time;
  Level level = Level::info;
  std::string_view logger;
  std::string_view name;
};
void append_json_line(std::string& out, const Event& event, Fields fields);
void append_logfmt_line(std::string& out, const Event& event, Fields fields);
void append_text_line(std::string& out, const Event& event, Fields fields);

using LineFormat = void (*)(std::string& out, const Event& event, Fields fields);

// Where lines go. Writing never fails for the caller; a sink that cannot write counts and says so.
class LogSink {
 public:
  virtual ~LogSink() = default;
  virtual void write(std::string_view line) = 0;
  // Lines that are in no place.
  virtual std::uint64_t lost() const { return 0; }
  // Somebody moved or removed the file (logrotate): it is opened anew by its name.
  virtual void reopen() {}
};

class Logger;

class EventLog {
 public:
  // `clock` outlives the log.
  EventLog(world::Clock& clock, Level threshold, LineFormat format, std::unique_ptr<LogSink> sink);

  Level threshold() const { return threshold_; }
  void set_threshold(Level threshold) { threshold_ = threshold; }
  bool enabled(Level level) const { return level >= threshold_; }
  // `name` is a constant of the program.
  Logger logger(std::string_view name);
  // Lines that could not be written are told in the log itself, once it can be written again: with the next line, or by
  // tell_untold().
  void write(Level level, std::string_view logger, std::string_view event, Fields fields);
  // The same for records each of which counts, such as requests and alerts: a repeat is written like any other.
  void record(Level level, std::string_view logger, std::string_view event, Fields fields);
  // Lines of the program's that are in no place.
  std::uint64_t lost() const { return sink_->lost() - untold_attempts_; }
  void reopen() { sink_->reopen(); }

  // Events that repeat within `window` are counted instead of written (see Repeats); zero: all are written.
  void suppress_repeats(world::Duration window);
  // What no further line may bring out: events that were suppressed, lines that were lost. Somebody calls tell_untold()
  // at untold_due(); on_untold() says when that is no longer "never".
  void on_untold(std::function<void()> act) { on_untold_ = std::move(act); }
  std::optional<world::Instant> untold_due() const;
  // Writes what is due, or all at the end of the program. Losses are due again and again, until the log takes a line.
  void tell_untold();
  void tell_all();

 private:
  world::Clock& clock_;
  Level threshold_;
  LineFormat format_;
  std::unique_ptr<LogSink> sink_;
  std::string line_;
  std::optional<Repeats> repeats_;
  std::function<void()> on_untold_;
  std::uint64_t lost_told_ = 0;
  std::uint64_t untold_attempts_ = 0;  // lines that were to tell of losses, and were lost themselves
  std::optional<world::Instant> loss_due_;

  std::optional<world::Instant> repeats_due() const;
  void write_line(Level level, std::string_view logger, std::string_view event, Fields fields);
  void note_loss();
  void tell_losses();
  void put(Level level, std::string_view logger, std::string_view event, Fields fields);
  void put(const std::vector<Repeats::Summary>& summaries);
};

// The log as one part of the program sees it. Cheap to copy; lives no longer than its EventLog.
class Logger {
 public:
  Logger(EventLog& log, std::string_view name) : log_(&log), name_(name) {}

  void debug(std::string_view event, Fields fields = {}) { write(Level::debug, event, fields); }
  void info(std::string_view event, Fields fields = {}) { write(Level::info, event, fields); }
  void warn(std::string_view event, Fields fields = {}) { write(Level::warn, event, fields); }
  void error(std::string_view event, Fields fields = {}) { write(Level::error, event, fields); }
  void fatal(std::string_view event, Fields fields = {}) { write(Level::fatal, event, fields); }
  // See EventLog::record.
  void record(Level level, std::string_view event, Fields fields) { log_->record(level, name_, event, fields); }

 private:
  void write(Level level, std::string_view event, Fields fields) {
    if (log_->enabled(level)) log_->write(level, name_, event, fields);
  }

  EventLog* log_;
  std::string_view name_;
};

inline Logger EventLog::logger(std::string_view name) {
  return Logger(*this, name);
}

}  // namespace checkride::runtime
