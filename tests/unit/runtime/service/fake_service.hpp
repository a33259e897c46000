// FakeService: a service whose behaviour a test chooses and whose calls it sees in one list.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "checkride/world/clock.hpp"
#include "service/service.hpp"

namespace checkride::runtime::support {

struct FakeBehaviour {
  std::optional<std::string> start_error;
  std::optional<std::string> stop_error;
  world::Duration start_takes{};
  world::Duration stop_takes{};
  SamplePart part = SamplePart::none;
  world::Duration finish_takes{};
  std::function<void()> on_start{};  // in the middle of it
};

class FakeService final : public Service {
 public:
  FakeService(std::string name, world::Clock& clock, std::vector<std::string>& calls, FakeBehaviour behaviour = {})
      : name_(std::move(name)), clock_(clock), calls_(calls), behaviour_(std::move(behaviour)) {}

  std::string_view name() const override { return name_; }
  ServiceHealth health() const override { return {}; }

  world::Task<Result<>> start() override {
    calls_.push_back("start " + name_);
    co_await clock_.sleep_for(behaviour_.start_takes);
    if (behaviour_.on_start) behaviour_.on_start();
    if (behaviour_.start_error) co_return Error::invalid(*behaviour_.start_error);
    co_return Result<>();
  }

  SamplePart part() const override { return behaviour_.part; }
  world::Task<Result<>> end_samples(world::Instant) override {
    calls_.push_back("finish " + name_);
    co_await clock_.sleep_for(behaviour_.finish_takes);
    co_return Result<>();
  }

  world::Task<Result<>> stop(world::Instant) override {
    calls_.push_back("stop " + name_);
    co_await clock_.sleep_for(behaviour_.stop_takes);
    if (behaviour_.stop_error) co_return Error::invalid(*behaviour_.stop_error);
    co_return Result<>();
  }

 private:
  std::string name_;
  world::Clock& clock_;
  std::vector<std::string>& calls_;
  FakeBehaviour behaviour_;
};

}  // namespace checkride::runtime::support
