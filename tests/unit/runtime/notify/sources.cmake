# Tests of notify; tests/unit/runtime/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_RUNTIME_TEST_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/alertmanager_channel_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/breaker_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/channel_reload_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/dead_letters_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/delivery_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/http_post_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/live_channels_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/mail_message_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/outbox_records_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/outbox_restart_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/outbox_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/pagerduty_channel_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/receiver_limits_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/receiver_targets_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/receivers_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/slack_channel_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/smtp_client_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/smtp_text_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/smtp_tls_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/texts_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/webhook_channel_test.cpp)
