// The Add-ons menu and the texts on the screen, as somebody in front of it sees and uses them (semantics 18).
#include <optional>
#include <utility>

#include "checkride/values/json.hpp"
#include "commons/commons.hpp"
#include "control/body.hpp"
#include "control/handlers.hpp"

namespace checkride::emulator {
namespace {

using values::json::Writer;

constexpr std::uint32_t kMaxChoice = 10;

struct Wish {
  std::optional<std::string> item;      // text of an item of the menu
  std::optional<std::string> sub_item;  // below it
  std::optional<std::uint64_t> client;  // whose; needed where several have that item
  std::optional<std::uint32_t> choice;  // 1 to 10, of the text menu that is shown
  std::optional<TextKind> dismiss;      // acknowledges the text of this kind
};

Result<Wish> read_wish(const http::Request& request) {
  Wish wish;
  TRY_VOID(read_json_body(request.body, [&wish](values::MapReader& map) {
    map.optional("item", &wish.item);
    map.optional("sub_item", &wish.sub_item);
    map.optional("client", &wish.client);
    map.optional("choice", &wish.choice, {1, kMaxChoice});
    TextKind kind{};
    if (map.choice("dismiss", &kind,
                   {{"scroll", TextKind::scroll}, {"print", TextKind::print}, {"menu", TextKind::menu}})) {
      wish.dismiss = kind;
    }
  }));
  if (int{wish.item.has_value()} + int{wish.choice.has_value()} + int{wish.dismiss.has_value()} != 1) {
    return Error::invalid("one of \"item\", \"choice\" and \"dismiss\" is expected");
  }
  if (!wish.item && (wish.sub_item || wish.client)) {
    return Error::invalid("\"sub_item\" and \"client\" say which \"item\" is meant; there is none");
  }
  return wish;
}

void write_item(Writer& json, const MenuItem& item) {
  json.member("event_id", item.event_id).member("text", item.text).member("data", item.data);
}

void write_text(Writer& json, const ScreenText& text, bool shown) {
  json.begin_object().member("client", text.client).member("event_id", text.event_id);
  json.member("kind", to_string(text.kind)).member("shown", shown).member("text", text.text);
  if (text.kind == TextKind::menu) {
    json.member("prompt", text.prompt).key("items").begin_array();
    for (const std::string& item : text.items) json.value(item);
    json.end_array();
  } else {
    json.member("color", text.color);
  }
  json.end_object();
}

http::Response chosen(const ControlCall& call, ClientId client, std::uint32_t event_id, std::uint32_t data) {
  call.context.sessions.wake();
  std::string body;
  Writer json(body);
  json.begin_object().member("client", client).member("event_id", event_id).member("data", data).end_object();
  return http::json_response(200, std::move(body));
}

struct Match {
  const MenuEntry* entry = nullptr;
  const MenuItem* item = nullptr;
};

std::vector<Match> matches(const AddOnMenu& menu, const Wish& wish) {
  std::vector<Match> found;
  for (const MenuEntry& entry : menu.entries()) {
    if (entry.item.text != *wish.item || (wish.client && *wish.client != entry.client)) continue;
    if (!wish.sub_item) found.push_back({&entry, &entry.item});
    for (const MenuItem& item : entry.below) {
      if (wish.sub_item == item.text) found.push_back({&entry, &item});
    }
  }
  return found;
}

http::Response choose_item(const ControlCall& call, AddOnMenu& menu, const Wish& wish) {
  const auto found = matches(menu, wish);
  if (found.empty()) {
    return http::error_response(404, "not_found", "no client has this item; GET /v1/menu lists those there are");
  }
  if (found.size() > 1) {
    return http::error_response(
        409, "conflict", "there are " + std::to_string(found.size()) + " such items; \"client\" says whose is meant");
  }
  const auto [entry, item] = found.front();
  if (item == &entry->item && !entry->below.empty()) {
    return http::error_response(422, "unusable_value", "the item opens a menu of its own: say which \"sub_item\"");
  }
  const ClientId client = entry->client;
  const MenuItem meant = *item;
  menu.choose(client, meant);
  return chosen(call, client, meant.event_id, meant.data);
}

http::Response answer_text(const ControlCall& call, ScreenTexts& texts, const Wish& wish) {
  const TextKind kind = wish.dismiss.value_or(TextKind::menu);
  const ScreenText* shown = texts.shown(kind);
  if (shown == nullptr) {
    return http::error_response(409, "conflict", "no text of kind " + std::string(to_string(kind)) + " is shown");
  }
  const ClientId client = shown->client;
  const std::uint32_t event_id = shown->event_id;
  if (wish.dismiss) {
    texts.dismiss(kind);
    return chosen(call, client, event_id, static_cast<std::uint32_t>(TextResult::removed));
  }
  const std::size_t items = shown->items.size();
  if (*wish.choice > items) {
    return http::error_response(422, "unusable_value", "the menu has " + std::to_string(items) + " items");
  }
  texts.pick(*wish.choice - 1);
  return chosen(call, client, event_id, *wish.choice - 1);
}

}  // namespace

http::Response get_menu(const ControlCall& call) {
  const Commons* commons = call.context.sessions.commons();
  std::string body;
  Writer json(body);
  json.begin_object().key("items").begin_array();
  if (commons != nullptr) {
    for (const MenuEntry& entry : commons->addon_menu.entries()) {
      json.begin_object().member("client", entry.client);
      write_item(json, entry.item);
      json.key("items").begin_array();
      for (const MenuItem& item : entry.below) {
        json.begin_object();
        write_item(json, item);
        json.end_object();
      }
      json.end_array().end_object();
    }
  }
  json.end_array().key("texts").begin_array();
  if (commons != nullptr) {
    for (const TextKind kind : {TextKind::scroll, TextKind::print, TextKind::menu}) {
      if (const ScreenText* shown = commons->texts.shown(kind)) write_text(json, *shown, true);
    }
    for (const ScreenText& text : commons->texts.waiting()) write_text(json, text, false);
  }
  json.end_array().end_object();
  return http::json_response(200, std::move(body));
}

http::Response post_menu(const ControlCall& call) {
  const auto wish = read_wish(call.request);
  if (!wish) return http::error_response(400, "bad_request", wish.error().detail());
  Commons* commons = call.context.sessions.commons();
  if (commons == nullptr) return http::error_response(404, "not_found", "there are no clients");
  return wish->item ? choose_item(call, commons->addon_menu, *wish) : answer_text(call, commons->texts, *wish);
}

}  // namespace checkride::emulator
