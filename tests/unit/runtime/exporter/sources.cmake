# Tests of exporter; tests/unit/runtime/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_RUNTIME_TEST_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/http_connections_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/influx_push_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/negotiate_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/otlp_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/scrape_pages_test.cpp)
