#include "desks/screen_desk.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "commons/commons.hpp"

namespace checkride::emulator {
namespace {

using protocol::Exception;

// Types of texts (wire.md 5.12): the kind, and below it the colour.
constexpr std::uint32_t kKindBits = 0xFFFFFF00;
constexpr std::uint32_t kColors = 8;
constexpr std::uint32_t kScroll = 0x000;
constexpr std::uint32_t kPrint = 0x100;
constexpr std::uint32_t kMenu = 0x200;
// Longer is not told apart from this: eleven days.
constexpr float kLongestSeconds = 1e6F;

std::optional<TextKind> kind_of(std::uint32_t type) {
  if (type == kMenu) return TextKind::menu;
  if ((type & ~kKindBits) >= kColors) return std::nullopt;
  if ((type & kKindBits) == kScroll) return TextKind::scroll;
  if ((type & kKindBits) == kPrint) return TextKind::print;
  return std::nullopt;
}

// The texts between the zeros, without empty ones at the end.
std::vector<std::string> lines_of(std::span<const std::byte> data) {
  std::vector<std::string> lines(1);
  for (const std::byte byte : data) {
    if (byte == std::byte{0}) {
      lines.emplace_back();
    } else {
      lines.back().push_back(static_cast<char>(byte));
    }
  }
  while (!lines.empty() && lines.back().empty()) lines.pop_back();
  return lines;
}

// Fills in what the lines say. False: more items than a menu has.
bool fill(ScreenText& text, std::vector<std::string> lines) {
  text.text = std::move(lines.front());
  if (text.kind != TextKind::menu) return true;
  if (lines.size() > 1) text.prompt = std::move(lines[1]);
  for (std::size_t i = 2; i < lines.size(); ++i) text.items.push_back(std::move(lines[i]));
  return text.items.size() <= ScreenTexts::kMaxMenuItems;
}

}  // namespace

ScreenDesk::ScreenDesk(const DeskContext& context) : context_(context) {
  context_.commons.addon_menu.enter(context_.client, *this);
  context_.commons.texts.enter(context_.client, *this);
}

ScreenDesk::~ScreenDesk() {
  context_.commons.addon_menu.leave(context_.client);
  context_.commons.texts.leave(context_.client);
}

Outcome ScreenDesk::on(const protocol::MenuAddItem& message, const Occasion&) {
  AddOnMenu& menu = context_.commons.addon_menu;
  const std::uint32_t id = message.menu_event_id.value;
  if (message.menu_item.empty()) return Refusal{Exception::invalid_data_size, 1};
  if (menu.uses(context_.client, id)) return Refusal{Exception::duplicate_id, 2};
  if (menu.size(context_.client) >= AddOnMenu::kMaxItems) return Refusal{Exception::too_many_objects, 2};
  menu.add(context_.client, {id, std::string(message.menu_item), message.data});
  return {};
}

Outcome ScreenDesk::on(const protocol::MenuDeleteItem& message, const Occasion&) {
  if (!context_.commons.addon_menu.remove(context_.client, message.menu_event_id.value)) {
    return Refusal{Exception::unrecognized_id, 1};
  }
  return {};
}

Outcome ScreenDesk::on(const protocol::MenuAddSubItem& message, const Occasion&) {
  AddOnMenu& menu = context_.commons.addon_menu;
  MenuEntry* entry = menu.find(context_.client, message.menu_event_id.value);
  if (entry == nullptr) return Refusal{Exception::unrecognized_id, 1};
  if (entry->below.size() >= AddOnMenu::kMaxSubItems) return Refusal{Exception::too_many_objects, 1};
  if (message.menu_item.empty()) return Refusal{Exception::invalid_data_size, 2};
  const std::uint32_t id = message.sub_menu_event_id.value;
  if (menu.uses(context_.client, id)) return Refusal{Exception::duplicate_id, 3};
  if (menu.size(context_.client) >= AddOnMenu::kMaxItems) return Refusal{Exception::too_many_objects, 3};
  entry->below.push_back({id, std::string(message.menu_item), message.data});
  return {};
}

Outcome ScreenDesk::on(const protocol::MenuDeleteSubItem& message, const Occasion&) {
  MenuEntry* entry = context_.commons.addon_menu.find(context_.client, message.menu_event_id.value);
  if (entry == nullptr) return Refusal{Exception::unrecognized_id, 1};
  const std::uint32_t id = message.sub_menu_event_id.value;
  if (std::erase_if(entry->below, [id](const MenuItem& item) { return item.event_id == id; }) == 0) {
    return Refusal{Exception::unrecognized_id, 2};
  }
  return {};
}

// Inferred: the codes for a type, a time or a number of items that cannot be.
Outcome ScreenDesk::on(const protocol::Text& message, const Occasion& occasion) {
  const auto kind = kind_of(message.text_type);
  if (!kind) return Refusal{Exception::invalid_enum, 1};
  if (!(message.time_seconds >= 0)) return Refusal{Exception::error, 2};
  if (message.data.size() < message.unit_size) return Refusal{Exception::size_mismatch, 4};
  ScreenTexts& texts = context_.commons.texts;
  auto lines = lines_of(message.data.first(message.unit_size));
  if (lines.empty()) {
    texts.remove(context_.client, *kind);
  } else {
    ScreenText text;
    text.client = context_.client;
    text.event_id = message.client_event_id.value;
    text.kind = *kind;
    text.color = *kind == TextKind::menu ? 0 : message.text_type & ~kKindBits;
    text.time = world::Duration(static_cast<std::int64_t>(std::min(message.time_seconds, kLongestSeconds) * 1e9));
    if (!fill(text, std::move(lines))) return Refusal{Exception::invalid_data_size, 5};
    if (!texts.put(std::move(text), occasion.moment.time)) return Refusal{Exception::too_many_objects, 3};
  }
  texts.settle(context_.simulator, occasion.moment);
  return {};
}

void ScreenDesk::tell(std::uint32_t event_id, std::uint32_t data) {
  protocol::RecvEvent message;
  message.group_id = protocol::kUnknownGroup;
  message.client_event_id.value = event_id;
  message.data = data;
  context_.outbox.event(message);
}

void ScreenDesk::hear_choice(std::uint32_t event_id, std::uint32_t data) {
  tell(event_id, data);
}

void ScreenDesk::hear_result(std::uint32_t event_id, std::uint32_t result) {
  if (event_id != protocol::kUnused) tell(event_id, result);
}

}  // namespace checkride::emulator
