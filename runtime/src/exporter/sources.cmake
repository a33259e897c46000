# Sources of exporter; runtime/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_RUNTIME_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/exporter.cpp
  ${CMAKE_CURRENT_LIST_DIR}/program_metrics.cpp)
