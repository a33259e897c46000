# Sources of log; runtime/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_RUNTIME_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/event_log.cpp
  ${CMAKE_CURRENT_LIST_DIR}/file_sink.cpp
  ${CMAKE_CURRENT_LIST_DIR}/quoted.cpp
  ${CMAKE_CURRENT_LIST_DIR}/repeats.cpp
  ${CMAKE_CURRENT_LIST_DIR}/rotated_files.cpp
  ${CMAKE_CURRENT_LIST_DIR}/sinks.cpp)
