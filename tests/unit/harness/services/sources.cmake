# Tests of services; tests/unit/harness/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_HARNESS_TEST_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/balancer/balancer_change_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/balancer/choice_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/balancer/contract_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/balancer/waiting_clients_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/edge/contract_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/edge/edge_parts_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/http_faults_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/mail_text_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/make_service_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/prometheus_yml_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/service_contract_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/service_faults_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/smtp_dialogue_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stores/append_log_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stores/database_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stores/key_space_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stores/key_value_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stores/replica_set_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stores/resp_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stores/tables_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/tls_contract_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/upstream/latency_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/upstream/limits_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/upstream/metar_book_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/upstream/request_checks_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/upstream/upstream_test.cpp)
