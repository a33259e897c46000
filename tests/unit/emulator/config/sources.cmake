# Tests of the configuration of servers; tests/unit/emulator/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_EMULATOR_TESTS
  config/server_config_test.cpp
  config/simconnect_xml_test.cpp)
