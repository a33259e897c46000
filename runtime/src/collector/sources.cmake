# Sources of collector; runtime/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_RUNTIME_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/audit.cpp
  ${CMAKE_CURRENT_LIST_DIR}/data_collector.cpp
  ${CMAKE_CURRENT_LIST_DIR}/dead_letters.cpp
  ${CMAKE_CURRENT_LIST_DIR}/export.cpp
  ${CMAKE_CURRENT_LIST_DIR}/file_sink.cpp
  ${CMAKE_CURRENT_LIST_DIR}/influx_answer.cpp
  ${CMAKE_CURRENT_LIST_DIR}/influx_client.cpp
  ${CMAKE_CURRENT_LIST_DIR}/influx_sink.cpp
  ${CMAKE_CURRENT_LIST_DIR}/journal.cpp
  ${CMAKE_CURRENT_LIST_DIR}/journal_format.cpp
  ${CMAKE_CURRENT_LIST_DIR}/journal_keeper.cpp
  ${CMAKE_CURRENT_LIST_DIR}/ledger.cpp
  ${CMAKE_CURRENT_LIST_DIR}/line_format.cpp
  ${CMAKE_CURRENT_LIST_DIR}/sample_buffer.cpp
  ${CMAKE_CURRENT_LIST_DIR}/sequence_set.cpp
  ${CMAKE_CURRENT_LIST_DIR}/sink.cpp
  ${CMAKE_CURRENT_LIST_DIR}/sink_position.cpp
  ${CMAKE_CURRENT_LIST_DIR}/sink_runner.cpp
  ${CMAKE_CURRENT_LIST_DIR}/sqlite_database.cpp
  ${CMAKE_CURRENT_LIST_DIR}/sqlite_sink.cpp
  ${CMAKE_CURRENT_LIST_DIR}/sqlite_vfs.cpp
  ${CMAKE_CURRENT_LIST_DIR}/telemetry_files.cpp
  ${CMAKE_CURRENT_LIST_DIR}/telemetry_folder.cpp
  ${CMAKE_CURRENT_LIST_DIR}/telemetry_keys.cpp
  ${CMAKE_CURRENT_LIST_DIR}/telemetry_lines.cpp
  ${CMAKE_CURRENT_LIST_DIR}/write_lock.cpp)
