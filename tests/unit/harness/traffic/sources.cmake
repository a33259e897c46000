# Tests of traffic; tests/unit/harness/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_HARNESS_TEST_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/arrivals_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/histogram_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/http_traffic_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/simconnect_traffic_test.cpp)
