# Tests of health; tests/unit/runtime/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_RUNTIME_TEST_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/agent_listener_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/agent_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/documents_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/heartbeat_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/link_health_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/report_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/watch_test.cpp)
