# Tests of engine; tests/unit/harness/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_HARNESS_TEST_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/engine_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/invariants_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/phases_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/programs_play_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/seen_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/send_play_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/step_log_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/steps_play_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/traffic_play_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/verdict_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/watched_test.cpp)
