#include "link/link_capture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "checkride/capture/capture.hpp"

namespace checkride::runtime::link {

namespace {

constexpr std::string_view kEnding = ".pcapng";

// Names resolve to literals before they connect; what is none after all is shown as a documentation address.
capture::Endpoint endpoint_of(const world::Endpoint& from) {
  capture::Endpoint to;
  to.address = capture::parse_address(from.host).value_or(*capture::parse_address("192.0.2.1"));
  to.port = from.port;
  return to;
}

std::string capture_text(const FrameLog& log, const CapturedLoss& loss, world::UtcTime utc, world::Instant now) {
  capture::PcapngWriter writer("checkride-monitor");
  const std::uint32_t link = writer.add_interface(loss.local.text() + " > " + loss.remote.text());
  capture::Conversation talk(writer, link, endpoint_of(loss.local), endpoint_of(loss.remote));
  const auto time_of = [&](world::Instant at) { return utc - (now - at); };
  std::string note;
  if (log.forgotten() != 0) note = fmt::format("{} earlier frames were not kept", log.forgotten());
  const LoggedFrame& first = log.opening().empty() ? log.frames().front() : log.opening().front();
  talk.open(time_of(first.at), note);
  const auto write = [&](const LoggedFrame& frame) {
    talk.data(frame.sent ? capture::Way::to_server : capture::Way::to_client, time_of(frame.at), frame.bytes);
  };
  for (const LoggedFrame& frame : log.opening()) write(frame);
  for (const LoggedFrame& frame : log.frames()) write(frame);
  const std::string end = loss.cause + ": " + loss.text;
  if (loss.cause == "reset") {
    talk.reset(capture::Way::to_client, utc, end);
  } else {
    talk.finish(capture::Way::to_client, utc, end);
  }
  return writer.take();
}

// "2026-11-21T09-30-00.250Z": sorts by time, and is a file name everywhere.
std::string file_stem(world::UtcTime utc) {
  std::string stem = world::format_rfc3339(std::chrono::floor<std::chrono::milliseconds>(utc));
  std::replace(stem.begin(), stem.end(), ':', '-');
  return stem;
}

}  // namespace

Result<std::string> LinkCapture::save(const FrameLog& log, const CapturedLoss& loss) {
  if (log.frames().empty()) return std::string();
  world::Clock& clock = world_.clock();
  TRY_VOID(world_.files().make_directories(options_.folder));
  TRY_VOID(make_room());
  const world::UtcTime utc = clock.utc_now();
  const std::string path = options_.folder + "/" + file_stem(utc) + "-" + loss.cause + std::string(kEnding);
  TRY_VOID(world_.files().write(path, capture_text(log, loss, utc, clock.now())));
  return path;
}

Result<> LinkCapture::make_room() {
  TRY(std::vector<std::string> names, world_.files().list(options_.folder));
  std::erase_if(names, [](const std::string& name) { return !name.ends_with(kEnding); });
  // Sorted by name, hence by time.
  for (std::size_t i = 0; names.size() - i >= options_.kept; ++i) {
    TRY_VOID(world_.files().remove(options_.folder + "/" + names[i]));
  }
  return Result<>();
}

}  // namespace checkride::runtime::link
