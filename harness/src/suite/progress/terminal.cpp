#include "suite/progress/terminal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "suite/progress/lines.hpp"

namespace checkride::harness {

namespace {

constexpr std::size_t kRunningShownMax = 8;
constexpr std::size_t kBarColumnsMax = 40;
constexpr std::size_t kNarrowest = 20;  // a narrower terminal is written to as if it were this wide
constexpr std::size_t kNameColumns = 32;

bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

bool is_control(char byte) {
  return static_cast<unsigned char>(byte) < 0x20U || byte == 0x7F;
}

bool failed(reports::Verdict verdict) {
  return verdict == reports::Verdict::failed || verdict == reports::Verdict::error;
}

std::string minutes(world::Duration passed) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(passed).count();
  return fmt::format("{}:{:02}", seconds / 60, seconds % 60);
}

std::string running_line(const std::string& run, const JobProgress& progress) {
  std::string line = fmt::format("  {:<{}} {:>8.1f} s", fitted(run, kNameColumns), kNameColumns, progress.at_seconds);
  if (progress.line > 0) line += fmt::format("  line {}", progress.line);
  if (!progress.text.empty()) line += (progress.line > 0 ? ": " : "  ") + progress.text;
  return line;
}

}  // namespace

std::string fitted(std::string_view line, std::size_t columns) {
  std::string shown;
  std::size_t characters = 0;
  std::size_t last = 0;  // where the last character that fits begins
  for (const char byte : line) {
    if (!is_continuation(byte)) {
      if (characters == columns) return shown.substr(0, last) + (columns > 0 ? "~" : "");
      ++characters;
      last = shown.size();
    }
    shown += is_control(byte) ? '?' : byte;
  }
  return shown;
}

TerminalProgress::TerminalProgress(SuiteOptions options, world::Clock& clock, std::function<unsigned()> columns,
                                   Print print)
    : options_(std::move(options)), clock_(clock), columns_(std::move(columns)), print_(std::move(print)) {}

void TerminalProgress::began(const std::vector<Job>& jobs) {
  begin_ = clock_.now();
  jobs_ = jobs.size();
  tell({headline_of(jobs, options_)});
}

void TerminalProgress::started(const Job& job) {
  Running running;
  running.run = job.run;
  running_[job.index] = std::move(running);
}

void TerminalProgress::moved(const JobProgress& progress) {
  const auto found = running_.find(progress.job);
  if (found != running_.end()) found->second.progress = progress;
}

void TerminalProgress::said(const Job& job, std::string_view line) {
  tell({fmt::format("           {} printed: {}", job.run, line)});
}

void TerminalProgress::ended(const Job& job, const reports::ScenarioRecord& record, double wall_seconds,
                             bool will_retry) {
  running_.erase(job.index);
  if (!will_retry) ++ended_;
  if (!failed(record.verdict)) return;
  if (!will_retry) ++failed_;
  std::vector<std::string> lines = lines_of(record, wall_seconds);
  if (will_retry) lines.emplace_back("           one more attempt");
  tell(lines);
}

void TerminalProgress::stopping(Ending ending) {
  ending_ = ending;
  tell({stopping_line(ending)});
}

void TerminalProgress::ticked() {
  draw();
}

void TerminalProgress::over(const SuiteOutcome& outcome) {
  jobs_ = 0;  // nothing is drawn any more
  tell(summary_of(outcome, options_));
}

void TerminalProgress::tell(const std::vector<std::string>& lines) {
  std::string text = erase();
  for (const std::string& line : lines) text += line + "\n";
  print_(text);
  draw();
}

// From the first line of the block down to the end of the screen.
std::string TerminalProgress::erase() {
  std::string text;
  if (drawn_ > 0) text = fmt::format("\x1b[{}A\r\x1b[J", drawn_);
  drawn_ = 0;
  return text;
}

void TerminalProgress::draw() {
  if (jobs_ == 0) return;
  const std::size_t columns = std::max<std::size_t>(columns_(), kNarrowest) - 1;  // the last one may wrap
  std::string text = erase();
  const std::vector<std::string> lines = block(columns);
  for (const std::string& line : lines) text += fitted(line, columns) + "\n";
  drawn_ = lines.size();
  print_(text);
}

std::vector<std::string> TerminalProgress::block(std::size_t columns) const {
  std::vector<std::string> lines{bar(columns)};
  for (const auto& [index, running] : running_) {
    if (lines.size() > kRunningShownMax) {
      lines.push_back(fmt::format("  and {} more", running_.size() - kRunningShownMax));
      break;
    }
    lines.push_back(running_line(running.run, running.progress));
  }
  return lines;
}

std::string TerminalProgress::bar(std::size_t columns) const {
  std::string text = fmt::format("  {} of {}", ended_, jobs_);
  if (failed_ > 0) text += fmt::format(", {} failed", failed_);
  if (ending_ != Ending::none) text += ", stopping";
  text += "   " + minutes(clock_.now() - begin_);
  constexpr std::size_t kFrame = 2;
  const std::size_t room = columns > text.size() + kFrame ? columns - text.size() - kFrame : 0;
  const std::size_t width = std::min(room, kBarColumnsMax);
  const std::size_t full = width * ended_ / std::max<std::size_t>(jobs_, 1);
  return "[" + std::string(full, '#') + std::string(width - full, '.') + "]" + text;
}

}  // namespace checkride::harness
