#include "app/state_dump.hpp"

#include <string>

#include "checkride/values/json.hpp"
#include "health/documents.hpp"

namespace checkride::runtime {

namespace {

std::string process_document(Context& context) {
  const world::World::ProcessUsage usage = context.world.process_usage();
  std::string out;
  values::json::Writer json(out);
  json.begin_object().member("cpu_seconds", usage.cpu_seconds).member("resident_bytes", usage.resident_bytes);
  json.member("open_fds", usage.open_fds).member("threads", usage.threads);
  json.member("log_level", to_string(context.log.threshold())).member("log_lines_lost", context.log.lost());
  json.end_object();
  return out;
}

}  // namespace

void dump_state(Context& context, HealthWatch& watch) {
  world::Clock& clock = context.world.clock();
  const DocumentTime time{clock.utc_now(), clock.now() - context.started};
  const auto print = [&](std::string_view what, const std::string& document) {
    (void)context.world.print_error_line("checkride-monitor: state: " + std::string(what) + " " + document);
  };
  SystemWatch machine(context.world, context.config.app.state_dir);
  print("health", health_detail_document(watch.look(), machine.look(), context.config.app, time));
  print("simulators", simulators_document(context.board, clock.now()));
  print("alerts", alerts_document(context.board));
  print("process", process_document(context));
}

}  // namespace checkride::runtime
