# Sources of services; harness/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_HARNESS_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/mail_text.cpp
  ${CMAKE_CURRENT_LIST_DIR}/make_service.cpp
  ${CMAKE_CURRENT_LIST_DIR}/service.cpp
  ${CMAKE_CURRENT_LIST_DIR}/smtp_sink.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stores/append_log.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stores/cells.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stores/database.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stores/database_log.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stores/database_requests.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stores/database_set.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stores/key_commands.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stores/key_persistence.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stores/key_space.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stores/key_value.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stores/key_value_commands.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stores/key_value_replica.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stores/replica_set.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stores/resp.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stores/resp_client.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stores/session.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stores/store_client.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stores/store_faults.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stores/store_talk.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stores/table_find.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stores/tables.cpp
  ${CMAKE_CURRENT_LIST_DIR}/webhook_sink.cpp)
