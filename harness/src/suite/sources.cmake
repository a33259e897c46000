# Sources of suite; harness/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_HARNESS_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/environment.cpp
  ${CMAKE_CURRENT_LIST_DIR}/process_run.cpp
  ${CMAKE_CURRENT_LIST_DIR}/progress.cpp
  ${CMAKE_CURRENT_LIST_DIR}/report_folder.cpp
  ${CMAKE_CURRENT_LIST_DIR}/suite.cpp
  ${CMAKE_CURRENT_LIST_DIR}/virtual_play.cpp)
