# Tests of link; tests/unit/harness/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_HARNESS_TEST_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/frame_sieve_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/line_faults_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/link_proxy_test.cpp)
