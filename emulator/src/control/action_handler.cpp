// Missions, races and multiplayer sessions, brought about by hand (semantics 9.1, 19).
#include <array>
#include <optional>
#include <utility>

#include "checkride/values/json.hpp"
#include "commons/commons.hpp"
#include "control/body.hpp"
#include "control/handlers.hpp"
#include "events/system_events.hpp"
#include "simulator/profile.hpp"

namespace checkride::emulator {
namespace {

using values::json::Writer;

constexpr std::size_t kMaxPayload = 4096;
constexpr std::size_t kMaxRaceText = 259;  // 260 bytes with the zero
// Bytes of a GUID in memory, in the order in which its text shows them (wire.md 0).
constexpr std::array<std::size_t, 16> kGuidOrder{3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};
constexpr std::string_view kGuidForm = "\"11223344-5566-7788-99AA-BBCCDDEEFF01\"";

std::optional<unsigned> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  return std::nullopt;
}

bool is_dash_place(std::size_t place) {
  return place == 8 || place == 13 || place == 18 || place == 23;
}

// As people write it, with or without braces. Null: not understood.
std::optional<protocol::Guid> parse_guid(std::string_view text) {
  if (text.size() == 38 && text.front() == '{' && text.back() == '}') text = text.substr(1, 36);
  if (text.size() != 36) return std::nullopt;
  protocol::Guid guid;
  std::size_t digits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_dash_place(i)) {
      if (text[i] != '-') return std::nullopt;
      continue;
    }
    const auto digit = hex_digit(text[i]);
    if (!digit) return std::nullopt;
    std::byte& byte = guid.bytes[kGuidOrder[digits / 2]];
    byte = (byte << 4) | static_cast<std::byte>(*digit);
    ++digits;
  }
  return guid;
}

std::string text_of(const protocol::Guid& guid) {
  static constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string text;
  for (std::size_t i = 0; i < kGuidOrder.size(); ++i) {
    if (is_dash_place(text.size())) text += '-';
    const auto byte = std::to_integer<std::size_t>(guid.bytes[kGuidOrder[i]]);
    text += kDigits[byte / 16];
    text += kDigits[byte % 16];
  }
  return text;
}

constexpr std::array<std::string_view, 7> kEvents{
    "CustomMissionActionExecuted", "MissionCompleted",       "RaceEnd", "RaceLap", "MultiplayerServerStarted",
    "MultiplayerClientStarted",    "MultiplayerSessionEnded"};

Result<> read_action(values::MapReader& map, CustomAction& action) {
  std::string guid;
  map.optional("payload", &action.payload);
  map.optional("wait_for_completion", &action.wait_for_completion);
  if (map.optional("instance_id", &guid)) {
    const auto parsed = parse_guid(guid);
    if (!parsed) return Error::invalid("instance_id: " + std::string(kGuidForm) + " is the form of a GUID");
    action.instance_id = *parsed;
  }
  if (action.payload.size() > kMaxPayload) {
    return Error::invalid("payload: at most " + std::to_string(kMaxPayload) + " bytes");
  }
  return {};
}

Result<> read_race(values::MapReader& map, RaceHappening& race, std::string_view number_key) {
  map.optional(number_key, &race.number);
  map.optional("racers", &race.racers);
  map.optional("player_name", &race.player_name);
  map.optional("session_type", &race.session_type);
  map.optional("aircraft", &race.aircraft);
  map.optional("player_role", &race.player_role);
  map.optional("total_seconds", &race.total_time);
  map.optional("penalty_seconds", &race.penalty_time);
  map.optional("disqualified", &race.disqualified);
  for (const std::string* text : {&race.player_name, &race.session_type, &race.aircraft, &race.player_role}) {
    if (text->size() > kMaxRaceText) return Error::invalid("texts of a race have at most 259 bytes");
  }
  return {};
}

// What the other keys of the body say of the happening, according to its event.
Result<> read_details(values::MapReader& map, Happening& happening) {
  if (happening.event == "CustomMissionActionExecuted") return read_action(map, happening.action);
  if (happening.event == "MissionCompleted") {
    map.required_choice<std::uint32_t>("result", &happening.data, {{"failed", 0}, {"crashed", 1}, {"succeeded", 2}});
  }
  if (happening.event == "RaceEnd") return read_race(map, happening.race, "racer_number");
  if (happening.event == "RaceLap") return read_race(map, happening.race, "lap_index");
  return {};
}

Result<Happening> read_happening(const http::Request& request) {
  Happening happening;
  Result<> details;
  TRY_VOID(read_json_body(request.body, [&](values::MapReader& map) {
    std::size_t index = 0;
    const bool known = map.required_choice<std::size_t>("event", &index,
                                                        {{kEvents[0], 0},
                                                         {kEvents[1], 1},
                                                         {kEvents[2], 2},
                                                         {kEvents[3], 3},
                                                         {kEvents[4], 4},
                                                         {kEvents[5], 5},
                                                         {kEvents[6], 6}});
    if (!known) return;
    happening.event = kEvents[index];
    details = read_details(map, happening);
  }));
  TRY_VOID(details);
  return happening;
}

}  // namespace

http::Response get_actions(const ControlCall& call) {
  const Commons* commons = call.context.sessions.commons();
  std::string body;
  Writer json(body);
  json.begin_object().key("actions").begin_array();
  if (commons != nullptr) {
    for (const Happening& happening : commons->missions.happenings()) {
      json.begin_object().member("number", happening.number).member("event", happening.event);
      if (happening.event == kEvents[0]) {
        json.member("instance_id", text_of(happening.action.instance_id)).member("payload", happening.action.payload);
        json.member("waits", happening.action.wait_for_completion && !happening.completed);
        json.member("completed", happening.completed);
      }
      json.end_object();
    }
  }
  json.end_array().end_object();
  return http::json_response(200, std::move(body));
}

http::Response post_action(const ControlCall& call) {
  auto happening = read_happening(call.request);
  if (!happening) return http::error_response(400, "bad_request", happening.error().detail());
  const auto profile = find_profile(call.context.profile);
  if (!profile || find_system_event(happening->event, *profile) == nullptr || profile->generation != Generation::fsx) {
    return http::error_response(
        409, "conflict",
        call.context.profile + " accepts subscriptions to " + std::string(happening->event) + " and never sends it");
  }
  Commons* commons = call.context.sessions.commons();
  if (commons == nullptr) return http::error_response(404, "not_found", "there are no clients");
  const std::string event(happening->event);
  const std::uint32_t number = commons->missions.remember(std::move(*happening));
  call.context.simulation.raise(event, number, {});
  call.context.sessions.wake();
  std::string body;
  Writer json(body);
  json.begin_object().member("number", number).member("event", event).end_object();
  return http::json_response(200, std::move(body));
}

}  // namespace checkride::emulator
