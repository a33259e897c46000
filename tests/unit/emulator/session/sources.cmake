# Tests of the session layer; tests/unit/emulator/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_EMULATOR_TESTS
  session/faults_test.cpp
  session/priorities_test.cpp
  session/schedule_test.cpp)
