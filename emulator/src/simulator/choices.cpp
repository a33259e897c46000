#include "simulator/choices.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "checkride/values/diagnostic.hpp"
#include "checkride/values/suggest.hpp"

namespace checkride::emulator {
namespace {

constexpr std::uint32_t kMostMilliseconds = 60'000;

constexpr std::array kChoices{
    ChoiceInfo{"answers_have_the_simulators_version", "1",
               "answers are laid out and marked for the simulator's own version, not for the client's",
               &Choices::answers_have_the_simulators_version},
    ChoiceInfo{"newer_clients_stay_connected", "2.2", "after VERSION_MISMATCH the connection stays, and may open again",
               &Choices::newer_clients_stay_connected},
    ChoiceInfo{"newer_builds_are_refused", "2.2",
               "from FSX SP1 on, a client's version and build above the simulator's are VERSION_MISMATCH too",
               &Choices::newer_builds_are_refused},
    ChoiceInfo{"unknown_messages_are_ignored", "2.4", "an unknown message number gives no EXCEPTION",
               &Choices::unknown_messages_are_ignored},
    ChoiceInfo{"quit_is_not_told", "2.4", "at the end of the simulator only the close arrives, as FSX often does it",
               &Choices::quit_is_not_told},
    ChoiceInfo{"messages_in_order_of_occurrence", "3.3", "events and periodic data are not put behind the answers",
               &Choices::messages_in_order_of_occurrence},
    ChoiceInfo{"user_object_answers_as_0", "3.4", "a request on object 0 is answered with 0, not with its real id 1",
               &Choices::user_object_answers_as_0},
    ChoiceInfo{"unknown_index_is_0", "4.1", "an EXCEPTION tied to no parameter has index 0, not 0xFFFFFFFF",
               &Choices::unknown_index_is_0},
    ChoiceInfo{"twenty_input_mappings", "4.2", "TOO_MANY_MAPS comes at the 21st input mapping, not the 1001st",
               &Choices::twenty_input_mappings},
    ChoiceInfo{"unit_errors_name_the_variable", "4.4", "a bad unit is 7/2, as a bad name, not 7/3",
               &Choices::unit_errors_name_the_variable},
    ChoiceInfo{"datum_id_0_is_unique", "4.4", "a second datum of id 0 is DUPLICATE_ID as every other id",
               &Choices::datum_id_0_is_unique},
    ChoiceInfo{"bad_period_is_error", "4.4", "a period that is none is ERROR, not INVALID_ENUM",
               &Choices::bad_period_is_error},
    ChoiceInfo{"unknown_request_flags_are_ignored", "4.4", "unknown flag bits of data requests raise nothing",
               &Choices::unknown_request_flags_are_ignored},
    ChoiceInfo{"never_without_request_is_refused", "6.1", "NEVER on an unknown request id is UNRECOGNIZED_ID",
               &Choices::never_without_request_is_refused},
    ChoiceInfo{"seconds_are_simulated", "6.1", "the period SECOND follows the simulation rate and stops in pause",
               &Choices::seconds_are_simulated},
    ChoiceInfo{"changed_since_last_period", "6.1", "CHANGED compares with the last period, not with what was sent last",
               &Choices::changed_since_last_period},
    ChoiceInfo{"truth_is_minus_1", "6.2", "a bool that is true and asked for as a number is -1, not 1",
               &Choices::truth_is_minus_1},
    ChoiceInfo{"zero_radius_is_everything", "6.3", "by type, radius 0 is the whole reality bubble, not the user alone",
               &Choices::zero_radius_is_everything},
    ChoiceInfo{"no_match_is_silent", "6.3", "by type, no match gives no message instead of one with 0 of 0",
               &Choices::no_match_is_silent},
    ChoiceInfo{"sim_frame_goes_on_in_pause", "6.4", "SIM_FRAME requests go on in pause, as VISUAL_FRAME does",
               &Choices::sim_frame_goes_on_in_pause},
    ChoiceInfo{"first_values_are_junk_ms", "6.4",
               "milliseconds for which the aircraft of MSFS is nowhere and nameless after a FlightLoad", nullptr,
               &Choices::first_values_are_junk_ms, kMostMilliseconds},
    ChoiceInfo{"mixed_definitions_set_nothing", "7.3", "one variable that cannot be set refuses the whole packet",
               &Choices::mixed_definitions_set_nothing},
    ChoiceInfo{"lenient_variable_names", "8.1", "\"ENG RPM\" and its kin mean GENERAL ENG RPM instead of 7/2",
               &Choices::lenient_variable_names},
    ChoiceInfo{"local_variables_ignore_units", "8.1",
               "the number of an \"L:\" variable is the same in every unit, not kept in the unit of SI",
               &Choices::local_variables_ignore_units},
    ChoiceInfo{"timers_stop_in_pause", "9.1", "1sec, 4sec and 6Hz are silent in pause", &Choices::timers_stop_in_pause},
    ChoiceInfo{"paused_carries_1", "9.1", "the event Paused has dwData 1, not 0", &Choices::paused_carries_1},
    ChoiceInfo{"pause_subscription_tells_unpaused", "9.2",
               "MSFS: subscribing to Pause also tells Unpaused to a subscriber of that",
               &Choices::pause_subscription_tells_unpaused},
    ChoiceInfo{"switching_on_tells_the_value", "9.3", "SetSystemEventState ON tells the present value, as subscribing",
               &Choices::switching_on_tells_the_value},
    ChoiceInfo{"unknown_event_names_are_custom", "10.1",
               "an unknown event name without a period is a custom event, not 7/2",
               &Choices::unknown_event_names_are_custom},
    ChoiceInfo{"ex1_events_are_plain", "10.2", "events sent with five values arrive as EVENT everywhere",
               &Choices::ex1_events_are_plain},
    ChoiceInfo{"groups_need_a_priority", "10.3", "a notification group hears nothing before its priority is set",
               &Choices::groups_need_a_priority},
    ChoiceInfo{"unknown_groups_are_highest", "10.4",
               "without the flag any unknown group is HIGHEST, not only 0; others are 3/4 else",
               &Choices::unknown_groups_are_highest},
    ChoiceInfo{"simulator_hears_every_priority", "10.4", "an event sent below DEFAULT reaches the simulator too",
               &Choices::simulator_hears_every_priority},
    ChoiceInfo{"aircraft_ignores_key_events", "10.4",
               "the simulator obeys no key event, as aircraft with systems of their own",
               &Choices::aircraft_ignores_key_events},
    ChoiceInfo{"flight_loaded_state_is_unanswered", "12", "RequestSystemState FlightLoaded gets no answer",
               &Choices::flight_loaded_state_is_unanswered},
    ChoiceInfo{"empty_lists_have_no_page", "14.1", "an empty facilities list says page 0 of 0, not 0 of 1",
               &Choices::empty_lists_have_no_page},
    ChoiceInfo{"minimal_list_has_an_end", "14.3", "FACILITY_DATA_END follows FACILITY_MINIMAL_LIST",
               &Choices::minimal_list_has_an_end},
    ChoiceInfo{"areas_of_others_are_refused", "15.1", "mapping the name of another client's area is ALREADY_CREATED",
               &Choices::areas_of_others_are_refused},
    ChoiceInfo{"flight_save_ms", "17", "milliseconds for which a FlightSave silences the server", nullptr,
               &Choices::flight_save_ms, kMostMilliseconds},
    ChoiceInfo{"flight_load_ms", "17", "milliseconds for which a FlightLoad silences the server", nullptr,
               &Choices::flight_load_ms, kMostMilliseconds},
    ChoiceInfo{"camera_get_needs_the_camera", "20.2", "CameraGet without ownership is 46, as documented",
               &Choices::camera_get_needs_the_camera},
    ChoiceInfo{"comm_bus_names_ignore_case", "24", "CommBus names are compared without case",
               &Choices::comm_bus_names_ignore_case},
    ChoiceInfo{"menu_flight_is_loaded", "25", "the end of a flight also tells the load of the menu's: 15, 1, 2, 9",
               &Choices::menu_flight_is_loaded},
};

std::optional<std::uint32_t> number_of(std::string_view text, std::uint32_t most) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number > most) return std::nullopt;
  return number;
}

}  // namespace

std::span<const ChoiceInfo> all_choices() {
  return kChoices;
}

Result<> choose(std::string_view text, Choices& choices) {
  const std::string_view name = text.substr(0, text.find('='));
  const std::string_view value = name.size() == text.size() ? std::string_view() : text.substr(name.size() + 1);
  const auto found = std::ranges::find(kChoices, name, &ChoiceInfo::name);
  if (found == kChoices.end()) {
    std::array<std::string_view, kChoices.size()> names;
    std::ranges::transform(kChoices, names.begin(), &ChoiceInfo::name);
    return Error::invalid(values::quote(name) + " is no choice" +
                          values::suggestion(name, std::span<const std::string_view>(names)));
  }
  if (found->number != nullptr) {
    const auto number = number_of(value, found->most);
    if (!number) {
      return Error::invalid(std::string(name) + ": a whole number from 0 to " + std::to_string(found->most) +
                            " is expected, not " + values::quote(value));
    }
    choices.*found->number = *number;
    return {};
  }
  if (value != "on" && value != "off") {
    return Error::invalid(std::string(name) + ": on or off is expected, not " + values::quote(value));
  }
  choices.*found->on = value == "on";
  return {};
}

std::string text_of(const ChoiceInfo& info, const Choices& choices) {
  const std::string name = std::string(info.name) + "=";
  if (info.number != nullptr) return name + std::to_string(choices.*info.number);
  return name + (choices.*info.on ? "on" : "off");
}

}  // namespace checkride::emulator
