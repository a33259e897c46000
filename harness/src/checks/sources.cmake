# Sources of checks; harness/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_HARNESS_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/alert_check.cpp
  ${CMAKE_CURRENT_LIST_DIR}/answers.cpp
  ${CMAKE_CURRENT_LIST_DIR}/calls_check.cpp
  ${CMAKE_CURRENT_LIST_DIR}/check.cpp
  ${CMAKE_CURRENT_LIST_DIR}/check_table.cpp
  ${CMAKE_CURRENT_LIST_DIR}/combined_check.cpp
  ${CMAKE_CURRENT_LIST_DIR}/compared.cpp
  ${CMAKE_CURRENT_LIST_DIR}/exit_check.cpp
  ${CMAKE_CURRENT_LIST_DIR}/file_check.cpp
  ${CMAKE_CURRENT_LIST_DIR}/health_check.cpp
  ${CMAKE_CURRENT_LIST_DIR}/http_check.cpp
  ${CMAKE_CURRENT_LIST_DIR}/link_check.cpp
  ${CMAKE_CURRENT_LIST_DIR}/log_check.cpp
  ${CMAKE_CURRENT_LIST_DIR}/log_lines.cpp
  ${CMAKE_CURRENT_LIST_DIR}/mail_check.cpp
  ${CMAKE_CURRENT_LIST_DIR}/metric_check.cpp
  ${CMAKE_CURRENT_LIST_DIR}/objective.cpp
  ${CMAKE_CURRENT_LIST_DIR}/served_check.cpp
  ${CMAKE_CURRENT_LIST_DIR}/store_check.cpp
  ${CMAKE_CURRENT_LIST_DIR}/tally.cpp
  ${CMAKE_CURRENT_LIST_DIR}/telemetry.cpp
  ${CMAKE_CURRENT_LIST_DIR}/telemetry_check.cpp
  ${CMAKE_CURRENT_LIST_DIR}/telemetry_value_check.cpp
  ${CMAKE_CURRENT_LIST_DIR}/traffic_check.cpp
  ${CMAKE_CURRENT_LIST_DIR}/variable_check.cpp
  ${CMAKE_CURRENT_LIST_DIR}/webhook_check.cpp)
