# Tests of services; tests/unit/harness/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_HARNESS_TEST_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/mail_text_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/make_service_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/smtp_sink_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stores/append_log_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stores/database_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stores/key_space_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stores/key_value_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stores/replica_set_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stores/resp_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stores/tables_test.cpp)
