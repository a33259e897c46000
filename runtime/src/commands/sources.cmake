# Sources of commands; runtime/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_RUNTIME_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/audit.cpp
  ${CMAKE_CURRENT_LIST_DIR}/buffer.cpp
  ${CMAKE_CURRENT_LIST_DIR}/check_config.cpp
  ${CMAKE_CURRENT_LIST_DIR}/commands.cpp
  ${CMAKE_CURRENT_LIST_DIR}/export.cpp
  ${CMAKE_CURRENT_LIST_DIR}/healthcheck.cpp
  ${CMAKE_CURRENT_LIST_DIR}/print_config.cpp
  ${CMAKE_CURRENT_LIST_DIR}/print_schema.cpp
  ${CMAKE_CURRENT_LIST_DIR}/run_monitor.cpp
  ${CMAKE_CURRENT_LIST_DIR}/sample_config.cpp
  ${CMAKE_CURRENT_LIST_DIR}/shared.cpp
  ${CMAKE_CURRENT_LIST_DIR}/telemetry_reader.cpp
  ${CMAKE_CURRENT_LIST_DIR}/test_rules.cpp)
