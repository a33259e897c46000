# Sources of exporter; runtime/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_RUNTIME_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/exporter.cpp
  ${CMAKE_CURRENT_LIST_DIR}/influx_lines.cpp
  ${CMAKE_CURRENT_LIST_DIR}/influx_push.cpp
  ${CMAKE_CURRENT_LIST_DIR}/json_view.cpp
  ${CMAKE_CURRENT_LIST_DIR}/negotiate.cpp
  ${CMAKE_CURRENT_LIST_DIR}/otlp_document.cpp
  ${CMAKE_CURRENT_LIST_DIR}/otlp_push.cpp
  ${CMAKE_CURRENT_LIST_DIR}/program_metrics.cpp
  ${CMAKE_CURRENT_LIST_DIR}/scrape_pages.cpp)
