// What the references leave open: where they say "inferred", contradict each other or only guess, the emulator does one
// thing, and another at the turn of a switch. Each switch is a member of Choices, a part of the profile, under the name
// that --choice knows; off is what the references recommend.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "checkride/result/result.hpp"

namespace checkride::emulator {

struct Choices {
  bool answers_have_the_simulators_version = false;
  bool newer_clients_stay_connected = false;
  bool newer_builds_are_refused = false;
  bool unknown_messages_are_ignored = false;
  bool quit_is_not_told = false;
  bool messages_in_order_of_occurrence = false;
  bool user_object_answers_as_0 = false;
  bool unknown_index_is_0 = false;
  bool twenty_input_mappings = false;
  bool unit_errors_name_the_variable = false;
  bool datum_id_0_is_unique = false;
  bool bad_period_is_error = false;
  bool unknown_request_flags_are_ignored = false;
  bool never_without_request_is_refused = false;
  bool seconds_are_simulated = false;
  bool changed_since_last_period = false;
  bool truth_is_minus_1 = false;
  bool zero_radius_is_everything = false;
  bool no_match_is_silent = false;
  bool sim_frame_goes_on_in_pause = false;
  bool mixed_definitions_set_nothing = false;
  bool lenient_variable_names = false;
  bool timers_stop_in_pause = false;
  bool paused_carries_1 = false;
  bool pause_subscription_tells_unpaused = false;
  bool switching_on_tells_the_value = false;
  bool unknown_event_names_are_custom = false;
  bool ex1_events_are_plain = false;
  bool groups_need_a_priority = false;
  bool unknown_groups_are_highest = false;
  bool simulator_hears_every_priority = false;
  bool aircraft_ignores_key_events = false;
  bool flight_loaded_state_is_unanswered = false;
  bool empty_lists_have_no_page = false;
  bool minimal_list_has_an_end = false;
  bool areas_of_others_are_refused = false;
  bool camera_get_needs_the_camera = false;
  bool comm_bus_names_ignore_case = false;
  bool local_variables_ignore_units = false;
  bool menu_flight_is_loaded = false;
  std::uint32_t first_values_are_junk_ms = 1000;
  std::uint32_t flight_save_ms = 2000;
  std::uint32_t flight_load_ms = 1000;
};

// One row for each member, in the order of the sections.
struct ChoiceInfo {
  std::string_view name;
  std::string_view section;  // of semantics.md
  std::string_view meaning;  // what the switch does when it is on, or what the number is
  // One of both: a switch, or a number of 0 to `most`.
  bool Choices::*on = nullptr;
  std::uint32_t Choices::*number = nullptr;
  std::uint32_t most = 0;
};

// The table; lives as long as the program.
std::span<const ChoiceInfo> all_choices();

// "sim_frame_goes_on_in_pause=on", "flight_save_ms=14500". Errors (invalid): no such choice, with the nearest name; no
// value that it can have.
Result<> choose(std::string_view text, Choices& choices);

// As --choice takes it: what choose() would make of `choices`.
std::string text_of(const ChoiceInfo& info, const Choices& choices);

}  // namespace checkride::emulator
