# Tests of replay; tests/unit/harness/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_HARNESS_TEST_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/capsule_files_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/keep_run_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/replay_target_test.cpp)
