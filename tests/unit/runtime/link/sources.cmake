# Tests of link; tests/unit/runtime/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_RUNTIME_TEST_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/backoff_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/client_session_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/facts_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/failover_machine_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/failover_memory_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/flight_failover_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/flight_link_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/flight_monitor_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/flight_tracker_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/held_values_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/plausibility_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/session_requests_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/without_data_test.cpp)
