# Sources of suite; harness/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_HARNESS_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/compare_rigs.cpp
  ${CMAKE_CURRENT_LIST_DIR}/determinism.cpp
  ${CMAKE_CURRENT_LIST_DIR}/environment.cpp
  ${CMAKE_CURRENT_LIST_DIR}/filters.cpp
  ${CMAKE_CURRENT_LIST_DIR}/job_messages.cpp
  ${CMAKE_CURRENT_LIST_DIR}/null_verdict.cpp
  ${CMAKE_CURRENT_LIST_DIR}/plan.cpp
  ${CMAKE_CURRENT_LIST_DIR}/play_job.cpp
  ${CMAKE_CURRENT_LIST_DIR}/pool.cpp
  ${CMAKE_CURRENT_LIST_DIR}/previous.cpp
  ${CMAKE_CURRENT_LIST_DIR}/process_run.cpp
  ${CMAKE_CURRENT_LIST_DIR}/progress/annotations.cpp
  ${CMAKE_CURRENT_LIST_DIR}/progress/announce.cpp
  ${CMAKE_CURRENT_LIST_DIR}/progress/lines.cpp
  ${CMAKE_CURRENT_LIST_DIR}/progress/plain.cpp
  ${CMAKE_CURRENT_LIST_DIR}/progress/summary.cpp
  ${CMAKE_CURRENT_LIST_DIR}/progress/terminal.cpp
  ${CMAKE_CURRENT_LIST_DIR}/remove_tree.cpp
  ${CMAKE_CURRENT_LIST_DIR}/report_folder.cpp
  ${CMAKE_CURRENT_LIST_DIR}/run_record.cpp
  ${CMAKE_CURRENT_LIST_DIR}/shell_word.cpp
  ${CMAKE_CURRENT_LIST_DIR}/sometimes.cpp
  ${CMAKE_CURRENT_LIST_DIR}/step_text.cpp
  ${CMAKE_CURRENT_LIST_DIR}/suite.cpp
  ${CMAKE_CURRENT_LIST_DIR}/virtual_play.cpp
  ${CMAKE_CURRENT_LIST_DIR}/watch_files.cpp)
