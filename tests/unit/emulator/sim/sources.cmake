# Tests of the simulation; tests/unit/emulator/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_EMULATOR_TESTS
  sim/aircraft_names_test.cpp
  sim/atmosphere_test.cpp
  sim/autopilot_test.cpp
  sim/calendar_test.cpp
  sim/field_performance_test.cpp
  sim/flight_files_test.cpp
  sim/flight_laws_test.cpp
  sim/flight_test.cpp
  sim/key_event_sweep_test.cpp
  sim/key_events_in_flight_test.cpp
  sim/key_events_test.cpp
  sim/laziness_test.cpp
  sim/performance_test.cpp
  sim/physics_test.cpp
  sim/plan_test.cpp
  sim/radio_navigation_test.cpp
  sim/script_test.cpp
  sim/simulation_test.cpp
  sim/variables_test.cpp
  sim/weather_test.cpp)
