# Tests of commands; tests/unit/harness/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_HARNESS_TEST_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/coverage_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/doctor_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/init_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/replay_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/simconnect_cfg_test.cpp)
