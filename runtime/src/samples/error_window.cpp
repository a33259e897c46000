#include "samples/error_window.hpp"

namespace checkride::runtime {

namespace {

std::int64_t slot_number(world::Instant now) {
  return now.time_since_epoch() / ErrorWindow::kSlot;
}

}  // namespace

void ErrorWindow::add_sample(world::Instant now) {
  slot_at(now).samples++;
  samples_++;
}

void ErrorWindow::add_error(world::Instant now) {
  slot_at(now).errors++;
  errors_++;
}

std::optional<double> ErrorWindow::rate(world::Instant now) {
  forget(now);
  const std::uint64_t all = samples_ + errors_;
  if (all < kLeastMessages) return std::nullopt;
  return static_cast<double>(errors_) / static_cast<double>(all);
}

std::uint64_t ErrorWindow::samples(world::Instant now) {
  forget(now);
  return samples_;
}

std::uint64_t ErrorWindow::errors(world::Instant now) {
  forget(now);
  return errors_;
}

ErrorWindow::Slot& ErrorWindow::slot_at(world::Instant now) {
  forget(now);
  const std::int64_t number = slot_number(now);
  if (slots_.empty() || slots_.back().number != number) slots_.push_back(Slot{number, 0, 0});
  return slots_.back();
}

void ErrorWindow::forget(world::Instant now) {
  const std::int64_t oldest_kept = slot_number(now) - kWindow / kSlot;
  while (!slots_.empty() && slots_.front().number <= oldest_kept) {
    samples_ -= slots_.front().samples;
    errors_ -= slots_.front().errors;
    slots_.pop_front();
  }
}

}  // namespace checkride::runtime
