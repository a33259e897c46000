# Tests of alerts; tests/unit/runtime/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_RUNTIME_TEST_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/alert_manager_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/engine_test.cpp)
