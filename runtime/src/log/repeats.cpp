#include "log/repeats.hpp"

#include <algorithm>
#include <variant>

namespace checkride::runtime {

namespace {

// What makes two events the same, in one text; no part can run into the next.
std::string key_of(Level level, std::string_view logger, std::string_view event, Fields fields) {
  std::string key(1, static_cast<char>('0' + static_cast<int>(level)));
  const auto add = [&key](std::string_view part) {
    key += std::to_string(part.size()) + ":";
    key += part;
  };
  add(logger);
  add(event);
  for (const Field& field : fields) {
    add(field.name());
    if (const auto* text = std::get_if<std::string_view>(&field.value())) add(*text);
  }
  return key;
}

}  // namespace

bool Repeats::admit(world::Instant now, Level level, std::string_view logger, std::string_view event, Fields fields) {
  std::string key = key_of(level, logger, event, fields);
  auto found = watched_.find(key);
  if (found != watched_.end() && now - found->second.began >= window_) {
    end(found);
    found = watched_.end();
  }
  if (found == watched_.end()) {
    Summary summary{level, std::string(logger), std::string(event), {}, 0, window_};
    for (const Field& field : fields) {
      if (const auto* text = std::get_if<std::string_view>(&field.value())) {
        summary.texts.emplace_back(field.name(), *text);
      }
    }
    begin(key, now, std::move(summary));
    return true;
  }
  Watched& watched = found->second;
  if (++watched.seen <= kShown) return true;
  if (watched.summary.suppressed++ == 0) ++suppressing_;
  return false;
}

void Repeats::begin(const std::string& key, world::Instant now, Summary summary) {
  if (watched_.size() >= kWatchedMax) end(watched_.find(by_begin_.begin()->second));
  watched_.emplace(key, Watched{now, 1, std::move(summary)});
  by_begin_.emplace(now, key);
}

void Repeats::end(Table::iterator at) {
  const auto [first, last] = by_begin_.equal_range(at->second.began);
  by_begin_.erase(std::find_if(first, last, [&](const auto& one) { return one.second == at->first; }));
  if (at->second.summary.suppressed > 0) {
    --suppressing_;
    ended_.push_back(std::move(at->second.summary));
  }
  watched_.erase(at);
}

std::vector<Repeats::Summary> Repeats::take_ended(world::Instant now) {
  while (!by_begin_.empty() && now - by_begin_.begin()->first >= window_) {
    end(watched_.find(by_begin_.begin()->second));
  }
  return std::exchange(ended_, {});
}

std::vector<Repeats::Summary> Repeats::take_all() {
  while (!by_begin_.empty()) end(watched_.find(by_begin_.begin()->second));
  return std::exchange(ended_, {});
}

std::optional<world::Instant> Repeats::next_end() const {
  if (suppressing_ == 0) return std::nullopt;
  for (const auto& [began, key] : by_begin_) {
    if (watched_.at(key).summary.suppressed > 0) return began + window_;
  }
  return std::nullopt;
}

}  // namespace checkride::runtime
