# Tests of schema; tests/unit/harness/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_HARNESS_TEST_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/guide_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/language_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/service_fault_page_test.cpp)
