# Tests of alerts; tests/unit/runtime/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_RUNTIME_TEST_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/../bad_input/alerts_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/alert_manager_state_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/alert_manager_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/alerts_page_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/api_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/describe_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/engine_memory_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/engine_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/escalation_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/notifier_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/rule_tests_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/state_file_test.cpp)
