#include "commons/screen_texts.hpp"

#include <algorithm>
#include <utility>

#include "checkride/result/assert.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;

constexpr std::array kKinds{TextKind::scroll, TextKind::print, TextKind::menu};
constexpr std::array<std::string_view, kTextKinds> kKindNames{"scroll", "print", "menu"};
// How long a text is shown at least when another waits; a menu waits for its answer.
constexpr std::array<world::Duration, kTextKinds> kLeastTime{10s, 2s, 0s};

std::size_t index_of(TextKind kind) {
  return static_cast<std::size_t>(kind);
}

bool same_event(const ScreenText& a, const ScreenText& b) {
  return a.client == b.client && a.event_id == b.event_id && a.event_id != protocol::kUnused;
}

}  // namespace

std::string_view to_string(TextKind kind) {
  return kKindNames[index_of(kind)];
}

void ScreenTexts::tell(const ScreenText& text, TextResult result) {
  results_.push_back({text.client, text.event_id, static_cast<std::uint32_t>(result)});
}

void ScreenTexts::end(TextKind kind, std::uint32_t result) {
  std::optional<Shown>& shown = place(kind);
  results_.push_back({shown->text.client, shown->text.event_id, result});
  shown.reset();
}

template <class Which>
void ScreenTexts::remove_those(const Which& which) {
  for (const TextKind kind : kKinds) {
    const auto& shown = place(kind);
    if (shown && which(shown->text)) end(kind, static_cast<std::uint32_t>(TextResult::removed));
  }
  std::erase_if(waiting_, [&](const ScreenText& text) {
    if (!which(text)) return false;
    tell(text, TextResult::removed);
    return true;
  });
}

void ScreenTexts::leave(ClientId client) {
  listeners_.erase(client);
  remove_those([client](const ScreenText& text) { return text.client == client; });
}

void ScreenTexts::begin_again() {
  remove_those([](const ScreenText&) { return true; });
  std::erase_if(results_, [this](const Result& result) { return !listeners_.contains(result.client); });
}

bool ScreenTexts::waits(TextKind kind) const {
  return std::any_of(waiting_.begin(), waiting_.end(), [kind](const ScreenText& text) { return text.kind == kind; });
}

// Takes the old text of the same event away, wherever it is.
void ScreenTexts::replace(const ScreenText& text) {
  for (const TextKind kind : kKinds) {
    const auto& shown = place(kind);
    if (shown && same_event(shown->text, text)) end(kind, static_cast<std::uint32_t>(TextResult::replaced));
  }
  std::erase_if(waiting_, [&](const ScreenText& old) {
    if (!same_event(old, text)) return false;
    tell(old, TextResult::replaced);
    return true;
  });
}

bool ScreenTexts::put(ScreenText text, world::Instant now) {
  const auto mine = std::count_if(waiting_.begin(), waiting_.end(),
                                  [&](const ScreenText& other) { return other.client == text.client; });
  if (static_cast<std::size_t>(mine) >= kMaxWaiting) return false;
  const auto& old = place(text.kind);
  // In its place, in front of those that wait.
  const bool takes_place = old && same_event(old->text, text);
  replace(text);
  if (takes_place || (!place(text.kind) && !waits(text.kind))) {
    tell(text, TextResult::displayed);
    place(text.kind) = Shown{std::move(text), now};
  } else {
    tell(text, TextResult::queued);
    waiting_.push_back(std::move(text));
  }
  return true;
}

void ScreenTexts::remove(ClientId client, TextKind kind) {
  const auto& shown = place(kind);
  if (shown && shown->text.client == client) return end(kind, static_cast<std::uint32_t>(TextResult::removed));
  const auto found = std::find_if(waiting_.begin(), waiting_.end(),
                                  [&](const ScreenText& text) { return text.client == client && text.kind == kind; });
  if (found == waiting_.end()) return;
  tell(*found, TextResult::removed);
  waiting_.erase(found);
}

const ScreenText* ScreenTexts::shown(TextKind kind) const {
  const auto& shown = shown_[index_of(kind)];
  return shown ? &shown->text : nullptr;
}

void ScreenTexts::pick(std::size_t item) {
  const auto& menu = place(TextKind::menu);
  CHECKRIDE_ASSERT(menu && item < menu->text.items.size());
  end(TextKind::menu, static_cast<std::uint32_t>(item));
}

void ScreenTexts::dismiss(TextKind kind) {
  CHECKRIDE_ASSERT(place(kind).has_value());
  end(kind, static_cast<std::uint32_t>(TextResult::removed));
}

// Inferred: a text keeps the time it was given also when others wait, and gets the least time if that is longer; one
// without a time gives way after the least time.
std::optional<world::Instant> ScreenTexts::end_of(const Shown& shown) const {
  const TextKind kind = shown.text.kind;
  const world::Duration least = kLeastTime[index_of(kind)];
  const bool gives_way = kind != TextKind::menu && waits(kind);
  if (shown.text.time != world::Duration::zero()) {
    return shown.since + (gives_way ? std::max(shown.text.time, least) : shown.text.time);
  }
  if (gives_way) return shown.since + least;
  return std::nullopt;
}

void ScreenTexts::show_next(TextKind kind, world::Instant now) {
  const auto next =
      std::find_if(waiting_.begin(), waiting_.end(), [kind](const ScreenText& text) { return text.kind == kind; });
  if (next == waiting_.end()) return;
  tell(*next, TextResult::displayed);
  place(kind) = Shown{std::move(*next), now};
  waiting_.erase(next);
}

void ScreenTexts::settle(Simulator& simulator, const FrameMoment& moment) {
  for (const TextKind kind : kKinds) {
    auto& shown = place(kind);
    if (shown) {
      const auto due = end_of(*shown);
      const bool timed = shown->text.time != world::Duration::zero();
      if (due && *due <= moment.time) {
        end(kind, static_cast<std::uint32_t>(timed ? TextResult::timeout : TextResult::replaced));
      }
    }
    if (!shown) show_next(kind, moment.time);
  }
  for (const Result& result : std::exchange(results_, {})) {
    const auto listener = listeners_.find(result.client);
    if (listener != listeners_.end()) listener->second->hear_result(result.event_id, result.result);
    simulator.raise("TextEvents", result.result, {});
  }
}

std::optional<FrameNumber> ScreenTexts::next_due(const Simulator& simulator, const FrameMoment& moment) const {
  std::optional<FrameNumber> next;
  const auto at = [&next](FrameNumber frame) { next = next ? std::min(*next, frame) : frame; };
  if (!results_.empty()) at(moment.frame + 1);
  for (const TextKind kind : kKinds) {
    const auto& shown = shown_[index_of(kind)];
    if (!shown && waits(kind)) at(moment.frame + 1);
    if (!shown) continue;
    if (const auto due = end_of(*shown)) at(std::max(frame_at_or_after(*due, simulator), moment.frame + 1));
  }
  return next;
}

}  // namespace checkride::emulator
