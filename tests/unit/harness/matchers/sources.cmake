# Tests of matchers; tests/unit/harness/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_HARNESS_TEST_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/exposition_laws_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/exposition_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/matcher_laws_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/matcher_mistakes_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/matcher_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/value_test.cpp)
