# Tests of rules; tests/unit/runtime/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_RUNTIME_TEST_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/calendar_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/condition_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/decide_laws_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/decide_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/matcher_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/regex_test.cpp)
