# Tests of the desks; tests/unit/emulator/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_EMULATOR_TESTS
  desks/action_test.cpp
  desks/ai_motion_test.cpp
  desks/ai_object_test.cpp
  desks/ai_objects_motion_test.cpp
  desks/ai_objects_test.cpp
  desks/aircraft_input_test.cpp
  desks/camera_test.cpp
  desks/client_data_requests_test.cpp
  desks/client_data_test.cpp
  desks/comm_bus_test.cpp
  desks/every_message_test.cpp
  desks/facility_data_test.cpp
  desks/facility_lists_test.cpp
  desks/flights_test.cpp
  desks/flow_test.cpp
  desks/input_definition_test.cpp
  desks/input_test.cpp
  desks/jetway_test.cpp
  desks/livery_test.cpp
  desks/missions_test.cpp
  desks/navigation_test.cpp
  desks/reserved_key_test.cpp
  desks/screen_test.cpp
  desks/weather_test.cpp)
