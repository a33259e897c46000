# Sources of checks; harness/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_HARNESS_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/alert_check.cpp
  ${CMAKE_CURRENT_LIST_DIR}/answers.cpp
  ${CMAKE_CURRENT_LIST_DIR}/check.cpp
  ${CMAKE_CURRENT_LIST_DIR}/check_table.cpp
  ${CMAKE_CURRENT_LIST_DIR}/http_check.cpp
  ${CMAKE_CURRENT_LIST_DIR}/link_check.cpp
  ${CMAKE_CURRENT_LIST_DIR}/log_check.cpp
  ${CMAKE_CURRENT_LIST_DIR}/log_lines.cpp
  ${CMAKE_CURRENT_LIST_DIR}/mail_check.cpp
  ${CMAKE_CURRENT_LIST_DIR}/telemetry.cpp
  ${CMAKE_CURRENT_LIST_DIR}/telemetry_check.cpp
  ${CMAKE_CURRENT_LIST_DIR}/webhook_check.cpp)
