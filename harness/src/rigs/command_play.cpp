#include "rigs/command_play.hpp"

#include <utility>
#include <vector>

namespace checkride::harness {

// The host, but for what a process has for itself: its output, its draws, and signals, of which a command gets none.
class CommandPlay::Place final : public world::World {
 public:
  explicit Place(world::VirtualHost& host) : host_(host) {}

  const std::string& output() const { return output_; }

  world::asio::any_io_executor executor() override { return host_.executor(); }
  world::Clock& clock() override { return host_.clock(); }
  world::Network& network() override { return host_.network(); }
  world::Files& files() override { return host_.files(); }
  world::ServiceManager& manager() override { return host_.manager(); }
  world::Random& random(std::string_view stream) override { return host_.random("command/" + std::string(stream)); }
  void fill_secret(std::span<std::byte> into) override { host_.fill_secret(into); }
  world::Task<world::Signal> next_signal() override {
    co_await host_.clock().sleep_until(world::Instant::max());
    co_return world::Signal::terminate;
  }
  world::Task<> offload(std::function<void()> job, Duration modelled_cost) override {
    return host_.offload(std::move(job), modelled_cost);
  }
  void keep(std::shared_ptr<void> what) override { kept_.push_back(std::move(what)); }
  bool print_line(std::string_view line) override { return add(line); }
  bool print_error_line(std::string_view line) override { return add(line); }
  std::optional<std::string> environment(const std::string& name) const override { return host_.environment(name); }
  std::vector<std::string> environment_names() const override { return host_.environment_names(); }
  ProcessUsage process_usage() override { return host_.process_usage(); }
  SystemUsage system_usage(const std::string& path) override { return host_.system_usage(path); }

 private:
  bool add(std::string_view line) {
    output_.append(line).append("\n");
    return true;
  }

  world::VirtualHost& host_;
  std::string output_;
  std::vector<std::shared_ptr<void>> kept_;
};

CommandPlay::CommandPlay(world::VirtualHost& host, runtime::Options options)
    : place_(std::make_unique<Place>(host)),
      tasks_(host.executor(), [this](const std::string&, const std::string& what) { failure_ = what; }) {
  tasks_.spawn("command", play(std::move(options)));
}

CommandPlay::~CommandPlay() = default;

world::Task<> CommandPlay::play(runtime::Options options) {
  exit_code_ = co_await runtime::run(*place_, std::move(options));
}

std::optional<Result<CommandResult>> CommandPlay::result() const {
  if (!failure_.empty()) return Result<CommandResult>(Error::invalid("the command threw: " + failure_));
  if (!exit_code_) return std::nullopt;
  return Result<CommandResult>(CommandResult{*exit_code_, place_->output()});
}

}  // namespace checkride::harness
