# Tests of the desks; tests/unit/emulator/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_EMULATOR_TESTS
  desks/ai_motion_test.cpp
  desks/ai_object_test.cpp
  desks/ai_objects_test.cpp
  desks/comm_bus_test.cpp)
