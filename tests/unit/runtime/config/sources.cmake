# Tests of config; tests/unit/runtime/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_RUNTIME_TEST_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/aliases_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/doubts_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/guide_config_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/header_secrets_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/json_schema_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/layers_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/load_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/matchers_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/print_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/receiver_secrets_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/receivers_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/secrets_test.cpp)
