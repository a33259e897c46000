# Tests of the control API; tests/unit/emulator/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_EMULATOR_TESTS
  control/control_test.cpp
  control/menu_test.cpp)
