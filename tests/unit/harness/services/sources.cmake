# Tests of services; tests/unit/harness/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_HARNESS_TEST_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/mail_text_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/smtp_sink_test.cpp)
