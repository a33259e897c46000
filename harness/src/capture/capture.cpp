#include "capture/capture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/system/errc.hpp>
#include <string_view>

#include "capture/capture_file.hpp"
#include "checkride/harness/harness.hpp"
#include "checkride/program/program.hpp"

namespace checkride::harness {
namespace {

void say(world::World& world, const Error& error) {
  world.print_error_line("checkride: " + error.message());
}

world::Task<> wait_for_end(world::World& world) {
  while (true) {
    const world::Signal signal = co_await world.next_signal();
    if (world::asks_to_stop(signal)) co_return;
  }
}

// The address that can be listened on, tried: errors are told in words before the proxy takes it.
world::Task<Result<world::Endpoint>> free_address(world::World& world, world::Endpoint wanted) {
  program::WrittenAs written("--listen");
  CO_TRY(auto listener, co_await program::listen(world.network(), std::move(wanted), std::move(written)));
  const world::Endpoint where = listener->local();
  listener->close();
  co_return where;
}

// "//dev/../dev/null": "/dev/null".
std::string plain_path(std::string_view path) {
  std::string plain;
  while (!path.empty()) {
    const std::string_view part = path.substr(0, path.find('/'));
    path.remove_prefix(std::min(path.size(), part.size() + 1));
    if (part.empty() || part == ".") continue;
    if (part == "..") {
      plain.erase(plain.empty() ? 0 : plain.rfind('/'));
    } else {
      plain.append("/").append(part);
    }
  }
  return plain;
}

// A device, a pipe or what the system shows as a file: renaming it would take it away from everybody. Links to the
// standard output are told by their name, for they lead to a file when it is redirected into one.
bool is_no_file(world::Files& files, const std::string& path) {
  const std::string plain = path.starts_with('/') ? plain_path(path) : std::string();
  if (plain.starts_with("/proc/") || (plain.starts_with("/dev/") && !plain.starts_with("/dev/shm/"))) return true;
  const auto begin = files.read_part(path, 0, 1);
  return !begin && begin.error().code() == boost::system::errc::invalid_argument;
}

Result<> check_out(world::World& world, const CaptureOptions& options) {
  if (options.out == "-") return {};
  if (options.rotation.on() && is_no_file(world.files(), options.out)) {
    return Error::invalid("--out " + options.out + " is no file that can be rotated");
  }
  const auto writable = program::check_output_file(world.files(), options.out);
  if (!writable) return writable.error().with("--out");
  return {};
}

std::string summary_text(const CaptureFile::Summary& summary, const std::string& path) {
  const std::string refused =
      summary.refused == 0 ? std::string() : fmt::format(" ({} that the simulator did not take)", summary.refused);
  const std::string finished =
      summary.files_finished == 0 ? std::string() : fmt::format(" and {} finished before it", summary.files_finished);
  return fmt::format("captured {} connection{}{}: {} bytes from clients, {} bytes from the simulator; {} bytes in {}{}",
                     summary.connections, summary.connections == 1 ? "" : "s", refused, summary.bytes_to_server,
                     summary.bytes_to_client, summary.file_bytes, path, finished);
}

}  // namespace

world::Task<int> capture(world::World& world, CaptureOptions options) {
  const auto where = co_await free_address(world, options.listen);
  if (!where) {
    say(world, where.error());
    co_return kExitUnusable;
  }
  const CaptureTools tools{world.clock(), world.files(),
                           [&world](const std::string& line) { world.print_error_line(line); }};
  const bool to_output = options.out == "-";  // what people read goes to the error output then
  const Result<> writable = check_out(world, options);
  if (!writable) {
    say(world, writable.error());
    co_return kExitUnusable;
  }
  auto file = CaptureFile::create(tools, to_output ? kStandardOutput : options.out,
                                  where->text() + " > " + options.simulator.text(), options.rotation);
  if (!file) {
    say(world, file.error().with("--out"));
    co_return kExitUnusable;
  }
  (*file)->set_server(options.simulator);
  LinkProxy proxy(world, "capture", file->get());
  auto opened = proxy.open(*where);
  if (opened) opened = proxy.set_target(options.simulator);
  if (!opened) {
    say(world, opened.error().with("--listen"));
    co_return kExitUnusable;
  }
  const auto tell = [&world, to_output](const std::string& line) {
    to_output ? world.print_error_line(line) : world.print_line(line);
  };
  tell("listening on " + proxy.endpoint().text());
  co_await wait_for_end(world);
  co_await proxy.close();
  const auto finished = (*file)->finish();
  tell(summary_text((*file)->summary(), options.out));
  if (finished) co_return kExitPassed;
  say(world, finished.error().with("the capture is not complete"));
  co_return kExitInvalidRun;
}

}  // namespace checkride::harness
