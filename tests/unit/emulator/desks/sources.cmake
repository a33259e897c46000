# Tests of the desks; tests/unit/emulator/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_EMULATOR_TESTS
  desks/comm_bus_test.cpp
  desks/facility_data_test.cpp
  desks/facility_lists_test.cpp
  desks/navigation_test.cpp)
