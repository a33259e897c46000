#include "capture/capture.hpp"

#include <fmt/format.h>

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

std::string summary_text(const CaptureFile::Summary& summary, const std::string& path) {
  const std::string refused =
      summary.refused == 0 ? std::string() : fmt::format(" ({} that the simulator did not take)", summary.refused);
  return fmt::format("captured {} connection{}{}: {} bytes from clients, {} bytes from the simulator; {} bytes in {}",
                     summary.connections, summary.connections == 1 ? "" : "s", refused, summary.bytes_to_server,
                     summary.bytes_to_client, summary.file_bytes, path);
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
  auto file = CaptureFile::create(tools, to_output ? kStandardOutput : options.out,
                                  where->text() + " > " + options.simulator.text());
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
