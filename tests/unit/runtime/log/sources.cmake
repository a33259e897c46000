# Tests of log; tests/unit/runtime/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_RUNTIME_TEST_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/event_log_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/repeats_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/rotation_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/sinks_test.cpp)
