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
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

#include "checkride/result/result.hpp"
#include "checkride/world/clock.hpp"
#include "checkride/world/time.hpp"
#include "config/level.hpp"

namespace checkride::runtime {

// A name and a value. Views: both live until the call returns. Durations are written in seconds.
class Field {
 public:
  using Value = std::variant<std::string_view, std::int64_t, std::uint64_t, double, bool>;

  Field(std::string_view name, std::string_view value) : name_(name), value_(value) {}
  Field(std::string_view name, const char* value) : name_(name), value_(std::string_view(value)) {}
  Field(std::string_view name, const std::string& value) : name_(name), value_(std::string_view(value)) {}
  Field(std::string_view name, double value) : name_(name), value_(value) {}
  Field(std::string_view name, bool value) : name_(name), value_(value) {}
  Field(std::string_view name, world::Duration value) : name_(name), value_(world::to_seconds(value)) {}
  template <class Integer>
    requires(std::is_integral_v<Integer> && !std::is_same_v<Integer, bool>)
  Field(std::string_view name, Integer value) : name_(name) {
    if constexpr (std::is_signed_v<Integer>) {
      value_ = static_cast<std::int64_t>(value);
    } else {
      value_ = static_cast<std::uint64_t>(value);
    }
  }

  std::string_view name() const { return name_; }
  const Value& value() const { return value_; }

 private:
  std::string_view name_;
  Value value_;
};

using Fields = std::initializer_list<Field>;

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
  void write(Level level, std::string_view logger, std::string_view event, Fields fields);
  std::uint64_t lost() const { return sink_->lost(); }

 private:
  world::Clock& clock_;
  Level threshold_;
  LineFormat format_;
  std::unique_ptr<LogSink> sink_;
  std::string line_;
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
