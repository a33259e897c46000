# Tests of checks; tests/unit/harness/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_HARNESS_TEST_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/calls_check_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/check_mistakes_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/checks_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/combined_check_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/https_check_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/member_checks_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/metric_check_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/objective_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/served_check_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/store_check_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/tally_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/telemetry_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/telemetry_value_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/traffic_check_test.cpp)
