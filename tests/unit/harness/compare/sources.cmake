# Tests of compare; tests/unit/harness/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_HARNESS_TEST_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/align_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/compare_runs_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/judge_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stable_words_test.cpp)
