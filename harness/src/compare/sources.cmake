# Sources of compare; harness/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_HARNESS_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/align.cpp
  ${CMAKE_CURRENT_LIST_DIR}/compare_runs.cpp
  ${CMAKE_CURRENT_LIST_DIR}/judge.cpp
  ${CMAKE_CURRENT_LIST_DIR}/one_run.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stable_words.cpp
  ${CMAKE_CURRENT_LIST_DIR}/value_tolerance.cpp)
