# Tests of rigs; tests/unit/harness/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_HARNESS_TEST_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/control_driver_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/deployment_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/live_rig_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/live_simulator_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/log_cursor_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/null_members_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/service_places_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/subject_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/powers_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/wire_client_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/wire_log_test.cpp)
