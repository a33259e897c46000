# Sources of replay; harness/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_HARNESS_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/capsule_files.cpp
  ${CMAKE_CURRENT_LIST_DIR}/keep_run.cpp
  ${CMAKE_CURRENT_LIST_DIR}/replay_target.cpp)
