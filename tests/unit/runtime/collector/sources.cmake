# Tests of collector; tests/unit/runtime/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_RUNTIME_TEST_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/data_collector_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/record_buffer_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/telemetry_line_test.cpp)
