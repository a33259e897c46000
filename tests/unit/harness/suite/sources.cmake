# Tests of suite; tests/unit/harness/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_HARNESS_TEST_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/annotations_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/announce_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/compare_rigs_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/determinism_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/filters_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/job_messages_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/null_verdict_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/plan_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/pool_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/previous_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/progress_lines_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/run_record_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/sometimes_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/step_text_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/terminal_progress_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/watch_files_test.cpp)
