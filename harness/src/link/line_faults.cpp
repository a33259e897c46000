#include "link/line_faults.hpp"

#include <algorithm>

namespace checkride::harness {

namespace {

// A narrow line moves what it carries in this time at once: finer than anybody looks.
constexpr std::uint64_t kWritesPerSecond = 20;

bool acts(const LineFault& fault, Way way) {
  return way == Way::to_server ? fault.to_server : fault.to_client;
}

// 0 stands for no limit.
template <class T>
T smaller_limit(T one, T other) {
  if (one == 0 || other == 0) return std::max(one, other);
  return std::min(one, other);
}

}  // namespace

world::Duration Pace::after(std::size_t bytes) const {
  if (bytes_per_second == 0) return pause;
  const double seconds = static_cast<double>(bytes) / static_cast<double>(bytes_per_second);
  return pause + std::chrono::duration_cast<world::Duration>(std::chrono::duration<double>(seconds));
}

std::uint64_t LineFaults::add(LineFault fault) {
  faults_.push_back({++last_, std::move(fault)});
  return last_;
}

std::optional<LineFault> LineFaults::remove(std::uint64_t number) {
  const auto found =
      std::find_if(faults_.begin(), faults_.end(), [&](const Numbered& one) { return one.number == number; });
  if (found == faults_.end()) return std::nullopt;
  LineFault fault = std::move(found->fault);
  faults_.erase(found);
  return fault;
}

template <class Test>
bool LineFaults::any(const Test& test) const {
  return std::any_of(faults_.begin(), faults_.end(), [&](const Numbered& one) { return test(one.fault); });
}

bool LineFaults::holds(Way way) const {
  return any([way](const LineFault& fault) { return fault.hold && acts(fault, way); });
}

bool LineFaults::cut() const {
  return any([](const LineFault& fault) { return fault.hold && fault.to_server && fault.to_client; });
}

bool LineFaults::discards(Way way) const {
  return any([way](const LineFault& fault) { return fault.discard && acts(fault, way); });
}

bool LineFaults::refuses() const {
  return any([](const LineFault& fault) { return fault.refuse; });
}

bool LineFaults::resets() const {
  return any([](const LineFault& fault) { return fault.reset; });
}

world::Duration LineFaults::delay(Way way, world::Random& draws) const {
  world::Duration sum{};
  for (const Numbered& one : faults_) {
    if (!acts(one.fault, way)) continue;
    sum += one.fault.delay;
    if (one.fault.jitter.count() <= 0) continue;
    world::Random& own = one.fault.draws == nullptr ? draws : *one.fault.draws;
    sum += world::Duration(own.between(0, one.fault.jitter.count()));
  }
  return sum;
}

Pace LineFaults::pace(Way way) const {
  Pace pace;
  for (const Numbered& one : faults_) {
    if (!acts(one.fault, way)) continue;
    pace.bytes_per_second = smaller_limit(pace.bytes_per_second, one.fault.bytes_per_second);
    pace.piece_bytes = smaller_limit(pace.piece_bytes, one.fault.slice_bytes);
    pace.pause += one.fault.slice_pause;
  }
  if (pace.bytes_per_second == 0) return pace;
  const auto at_once = std::max<std::uint64_t>(pace.bytes_per_second / kWritesPerSecond, 1);
  pace.piece_bytes = smaller_limit(pace.piece_bytes, static_cast<std::size_t>(at_once));
  return pace;
}

}  // namespace checkride::harness
