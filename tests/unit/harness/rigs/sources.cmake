# Tests of rigs; tests/unit/harness/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_HARNESS_TEST_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/control_driver_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/deployment_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/log_cursor_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/subject_test.cpp)
