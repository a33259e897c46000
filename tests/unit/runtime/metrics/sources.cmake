# Tests of metrics; tests/unit/runtime/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_RUNTIME_TEST_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/catalogue_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/database_connections_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/log_histogram_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/openmetrics_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/registry_test.cpp)
