#include "virtual/host_handover.hpp"

#include <boost/system/errc.hpp>
#include <utility>

namespace checkride::world::sim {

void HostHandover::offer(SuccessorOptions options) {
  offered_ = true;
  options_ = std::move(options);
  record_ = {};
}

Task<Result<Handover::Trial>> HostHandover::try_out(std::vector<std::string> arguments, Duration limit) {
  host_.scheduler().trace(host_, Kind::host, record_.tried.size(), "try out");
  record_.tried.push_back(std::move(arguments));
  co_await clock_.sleep_for(std::min(options_.takes, limit));
  if (options_.takes > limit) {
    co_return Error(make_error_code(boost::system::errc::timed_out), options_.program);
  }
  if (options_.unusable) co_return Error(options_.unusable, options_.program);
  Trial trial;
  trial.succeeded = options_.exit_code == 0;
  trial.ended = "exit code " + std::to_string(options_.exit_code);
  trial.said = options_.says;
  co_return trial;
}

void HostHandover::hold_listeners() {
  for (std::unique_ptr<Listener>& listener : net_.hold_listeners(host_)) {
    std::string name = listener->name();
    record_.held.push_back(name.empty() ? listener->local().text() : name + " (" + listener->local().text() + ")");
    held_.push_back({std::move(name), std::move(listener)});
  }
  host_.scheduler().trace(host_, Kind::host, held_.size(), "hold listeners");
}

void HostHandover::replace() {
  host_.scheduler().trace(host_, Kind::host, held_.size(), "replace");
  record_.replaced = true;
  manager_.inherit(std::exchange(held_, {}));
}

}  // namespace checkride::world::sim
