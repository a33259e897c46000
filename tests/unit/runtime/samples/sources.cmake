# Tests of samples; tests/unit/runtime/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_RUNTIME_TEST_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/error_window_test.cpp)
