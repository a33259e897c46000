# Tests of collector; tests/unit/runtime/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_RUNTIME_TEST_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/audit_ledger_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/audit_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/../bad_input/collector_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/data_collector_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/export_command_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/file_sink_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/influx_sink_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/journal_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/ledger_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/line_format_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/power_loss_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/sample_buffer_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/sink_runner_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/startup_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/telemetry_lines_test.cpp)
