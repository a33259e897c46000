# Sources of collector; runtime/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_RUNTIME_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/data_collector.cpp
  ${CMAKE_CURRENT_LIST_DIR}/record_buffer.cpp
  ${CMAKE_CURRENT_LIST_DIR}/telemetry_files.cpp
  ${CMAKE_CURRENT_LIST_DIR}/telemetry_line.cpp)
