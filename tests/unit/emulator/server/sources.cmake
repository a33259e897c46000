# Tests of the server and of the program as a whole; tests/unit/emulator/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_EMULATOR_TESTS
  server/emulator_test.cpp
  server/enumerations_test.cpp
  server/life_test.cpp
  server/server_test.cpp
  server/simulation_adapter_test.cpp
  server/slow_reader_test.cpp
  server/stepping_test.cpp)
