#include "rigs/real_program.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "checkride/world/task_group.hpp"
#include "rigs/child_end.hpp"
#include "rigs/subject.hpp"
#include "services/balancer/haproxy_cfg.hpp"

namespace checkride::harness {

namespace {

constexpr Duration kReadyLimit = std::chrono::seconds(60);
constexpr Duration kCommandLimit = std::chrono::seconds(5);
constexpr std::size_t kAnswerBytes = 4096;

// The answer to one command; HAProxy closes behind it.
world::Task<Result<std::string>> ask(world::World& world, world::Endpoint to, std::string line) {
  CO_TRY(world::Stream stream, co_await world.network().connect(std::move(to)));
  CO_TRY_VOID(co_await world::write_all(stream, line));
  std::string answer;
  std::vector<std::byte> chunk(kAnswerBytes);
  while (answer.size() < kAnswerBytes) {
    const auto count = co_await world::read_some(stream, chunk);
    if (!count) break;
    answer.append(reinterpret_cast<const char*>(chunk.data()), *count);
  }
  while (!answer.empty() && answer.back() == '\n') answer.pop_back();
  co_return answer;
}

// Of files; nginx keeps its answers in one folder, without folders in it.
Result<> make_empty(world::Files& files, const std::string& folder) {
  if (!files.exists(folder)) return {};
  TRY(const std::vector<std::string> names, files.list(folder));
  for (const std::string& name : names) TRY_VOID(files.remove(folder + "/" + name));
  return {};
}

}  // namespace

RealProgram::RealProgram(world::RealWorld& world, ServiceSpec spec, std::string program, std::string folder,
                         std::vector<std::string>& output)
    : world_(world),
      spec_(std::move(spec)),
      program_(std::move(program)),
      folder_(std::move(folder)),
      output_(output),
      first_line_(output.size()) {}

Result<> RealProgram::refresh(const std::vector<NamedFile>& files) {
  for (const NamedFile& file : files) TRY_VOID(world_.files().write(folder_ + "/" + file.path, file.text));
  return {};
}

Result<> RealProgram::listen(const ServicePorts& ports) {
  ports_ = ports;
  TRY_VOID(world_.files().make_directories(folder_));
  for (const std::string& folder : plan_.emptied) TRY_VOID(make_empty(world_.files(), folder_ + "/" + folder));
  TRY_VOID(refresh(plan_.files));
  TRY_VOID(refresh(plan_.live_files));
  world::ProcessOptions options;
  options.arguments = plan_.arguments;
  options.arguments.insert(options.arguments.begin(), program_);
  options.working_directory = folder_;
  options.on_output = [&output = output_](std::string_view line) { output.emplace_back(line); };
  options.on_error = options.on_output;
  TRY(child_, world::ChildProcess::start(world_, std::move(options)));
  return {};
}

world::Task<Result<>> RealProgram::until_ready() {
  Subject as_subject;
  as_subject.ports = {Port::health};
  as_subject.ready.http = plan_.ready_path;
  as_subject.ready.within = kReadyLimit;
  std::map<std::string, world::Endpoint> ports;
  ports.emplace(std::string(to_string(Port::health)), ports_.at(plan_.ready_port));
  StartedSubject started{as_subject, *child_, output_, first_line_, ports};
  const auto ready = co_await harness::until_ready(world_, std::move(started));
  co_return ready;
}

world::Task<> RealProgram::serve() {
  (void)co_await child_->wait();  // how it ended is asked of the child
}

world::Task<Result<>> RealProgram::stop(world::Instant deadline) {
  CO_TRY_VOID(child_->send_signal(world::ProcessSignal::terminate));
  const Duration limit = deadline - world_.clock().now();
  const auto status = co_await world::within(world_.clock(), limit, end_of(*child_));
  if (!status) co_return Error::invalid(fmt::format("it still runs {} after SIGTERM", seconds_text(limit)));
  const auto& ends = plan_.orderly_ends;
  if (std::find(ends.begin(), ends.end(), code_of(*status)) != ends.end()) co_return Result<>();
  co_return Error::invalid(
      fmt::format("it ended with {} after SIGTERM, not with exit code {}", status->text(), fmt::join(ends, " or ")));
}

world::Task<Result<>> RealProgram::set(ServiceChange change) {
  const auto* spec = std::get_if<BalancerSpec>(&spec_);
  if (spec == nullptr) co_return Error::invalid("this program has nothing that can be set");
  CO_TRY(const balancer::BalancerChange parsed, balancer::parse_change(*spec, change.json));
  for (const std::string& line : balancer::haproxy_commands(parsed)) {
    world::Endpoint control = ports_.at(program_ports(spec_).front());
    world::Task<Result<std::string>> asking = ask(world_, std::move(control), line + "\n");
    CO_TRY(const std::string answer, co_await world::within(world_.clock(), kCommandLimit, std::move(asking)));
    if (!answer.empty()) co_return Error::invalid(fmt::format("it answers \"{}\" to \"{}\"", answer, line));
  }
  co_return Result<>();
}

}  // namespace checkride::harness
