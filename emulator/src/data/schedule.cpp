#include "data/schedule.hpp"

#include "checkride/result/assert.hpp"

namespace checkride::emulator {

void Schedule::pass(std::uint64_t period, std::uint64_t messages) {
  CHECKRIDE_ASSERT(period >= next_);
  const std::uint64_t step = std::uint64_t{options_.interval} + 1;
  next_ += ((period - next_) / step + 1) * step;
  messages_ += messages;
}

}  // namespace checkride::emulator
