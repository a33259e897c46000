# Tests of wrong and hostile inputs, one table per area; tests/unit/runtime/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_RUNTIME_TEST_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/channels_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/config_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/link_config_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/manners_bad_input_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/sink_replies_test.cpp)
