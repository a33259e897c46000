# Tests of the desks; tests/unit/emulator/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_EMULATOR_TESTS
  desks/action_test.cpp
  desks/aircraft_input_test.cpp
  desks/camera_test.cpp
  desks/comm_bus_test.cpp
  desks/flow_test.cpp
  desks/input_test.cpp
  desks/livery_test.cpp
  desks/weather_test.cpp)
