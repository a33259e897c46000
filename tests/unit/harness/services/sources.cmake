
  ${CMAKE_CURRENT_LIST_DIR}/stores/append_log_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stores/database_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stores/key_space_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stores/key_value_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stores/replica_set_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stores/resp_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stores/tables_test.cpp)
