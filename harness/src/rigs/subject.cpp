#include "rigs/subject.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <csignal>

#include "checkride/http/http.hpp"
#include "checkride/world/task_group.hpp"
#include "reading/placeholders.hpp"
#include "rigs/child_end.hpp"

namespace checkride::harness {

namespace {

constexpr Duration kLookPeriod = std::chrono::milliseconds(50);
constexpr Duration kAnswerLimit = std::chrono::seconds(2);
constexpr std::size_t kLastLines = 20;

world::Task<Result<world::Stream>> connect(world::World& world, world::Endpoint to) {
  auto stream = co_await world.network().connect(std::move(to));
  co_return stream;
}

world::Task<bool> takes_connections(world::World& world, world::Endpoint port) {
  const auto stream = co_await world::within(world.clock(), kAnswerLimit, connect(world, std::move(port)));
  co_return stream.has_value();
}

world::Task<bool> answers(world::World& world, world::Endpoint port, std::string path, int status) {
  http::Url url;
  url.host = port.host;
  url.port = port.port;
  url.target = path;
  http::Request request;
  request.target = path;
  const auto answer = co_await http::fetch(world, std::move(url), std::move(request), kAnswerLimit);
  co_return answer.has_value() && answer->status == status;
}

std::optional<world::Endpoint> port_to_ask(const StartedSubject& started) {
  const Subject& subject = started.subject;
  if (subject.ports.empty()) return std::nullopt;
  const Port port = subject.ready.port.value_or(subject.ports.front());
  return started.ports.at(std::string(to_string(port)));
}

bool has_printed(const StartedSubject& started, const std::string& text) {
  return std::any_of(started.output.begin() + static_cast<std::ptrdiff_t>(started.first_line), started.output.end(),
                     [&](const std::string& line) { return line.find(text) != std::string::npos; });
}

world::Task<bool> is_ready(world::World& world, const StartedSubject& started, Duration since_start) {
  const SubjectReady& ready = started.subject.ready;
  if (ready.after) co_return since_start >= *ready.after;
  if (!ready.log.empty()) co_return has_printed(started, ready.log);
  const auto port = port_to_ask(started);
  if (!port) co_return true;
  if (ready.http.empty()) {
    const bool taken = co_await takes_connections(world, *port);
    co_return taken;
  }
  const bool answered = co_await answers(world, *port, ready.http, ready.status);
  co_return answered;
}

std::string last_lines(const StartedSubject& started) {
  const auto& lines = started.output;
  const std::size_t begin = std::max(started.first_line, lines.size() - std::min(lines.size(), kLastLines));
  if (begin == lines.size()) return "; it printed nothing";
  return fmt::format(": {}", fmt::join(lines.begin() + static_cast<std::ptrdiff_t>(begin), lines.end(), "\n"));
}

// Whoever names files of the application in its command may not know that it does not start beside them.
std::string where_of(const Subject& subject) {
  if (subject.command.empty() || !subject.folder.empty()) return "";
  return " in a folder of its own (\"folder\" of the subject says where else)";
}

std::string sign_of(const SubjectReady& ready) {
  if (ready.after) return "the time had passed";
  if (!ready.log.empty()) return fmt::format("\"{}\" in its output", ready.log);
  if (!ready.http.empty()) return fmt::format("{} from {}", ready.status, ready.http);
  return "a connection to its port";
}

}  // namespace

std::optional<std::string> place_of(const SubjectPlaces& places, std::string_view name) {
  if (name == "folder") return places.folder;
  const auto dot = name.find('.');
  const std::string owner(name.substr(0, dot));
  const std::string_view what = dot == std::string_view::npos ? "" : name.substr(dot + 1);
  if (what == "url") {
    const auto url = places.urls.find(owner);
    return url == places.urls.end() ? std::nullopt : std::optional(url->second);
  }
  if (const auto port = places.ports.find(owner); port != places.ports.end() && what == "port") {
    return std::to_string(port->second.port);
  }
  const auto member = places.members.find(owner);
  if (member == places.members.end()) return std::nullopt;
  if (what == "host") return member->second.host;
  return what == "port" ? std::optional(std::to_string(member->second.port)) : std::nullopt;
}

world::ProcessOptions subject_process(const Subject& subject, const SubjectPlaces& places) {
  const auto place = [&](std::string_view name) { return place_of(places, name); };
  world::ProcessOptions options;
  for (const auto& word : subject.command) options.arguments.push_back(fill_placeholders(word, place));
  for (const auto& [name, value] : subject.env) options.environment.emplace(name, fill_placeholders(value, place));
  options.working_directory = subject.folder.empty() ? places.folder : subject.folder;
  return options;
}

world::Task<Result<>> until_ready(world::World& world, StartedSubject started) {
  const SubjectReady& ready = started.subject.ready;
  const world::Instant begin = world.clock().now();
  const world::Instant deadline = begin + std::max(ready.within, ready.after.value_or(Duration{}));
  while (true) {
    // Looked at before the process: a port that answers may be somebody's whose turn is over.
    const bool is = co_await is_ready(world, started, world.clock().now() - begin);
    if (started.child.status()) {
      co_return Error::invalid(fmt::format("it ended with {} before it was ready{}{}", started.child.status()->text(),
                                           where_of(started.subject), last_lines(started)));
    }
    if (is) co_return Result<>();
    if (world.clock().now() >= deadline) {
      co_return Error::invalid(fmt::format("it is not ready after {}: there was not {}{}",
                                           seconds_text(deadline - begin), sign_of(ready), last_lines(started)));
    }
    (void)co_await world::within(world.clock(), kLookPeriod, end_of(started.child));
  }
}

world::ProcessSignal stop_signal(SubjectStop stop) {
  switch (stop) {
    case SubjectStop::terminate:
      return world::ProcessSignal::terminate;
    case SubjectStop::interrupt:
      return world::ProcessSignal::interrupt;
    case SubjectStop::kill:
      break;
  }
  return world::ProcessSignal::kill;
}

bool ended_by(SubjectStop stop, const world::ExitStatus& status) {
  const int number = stop == SubjectStop::terminate ? SIGTERM : stop == SubjectStop::interrupt ? SIGINT : SIGKILL;
  return status.signal == number;
}

}  // namespace checkride::harness
