# Sources of notify; runtime/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_RUNTIME_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/alert_json.cpp
  ${CMAKE_CURRENT_LIST_DIR}/alertmanager_channel.cpp
  ${CMAKE_CURRENT_LIST_DIR}/breaker.cpp
  ${CMAKE_CURRENT_LIST_DIR}/channel.cpp
  ${CMAKE_CURRENT_LIST_DIR}/delivery.cpp
  ${CMAKE_CURRENT_LIST_DIR}/dispatcher.cpp
  ${CMAKE_CURRENT_LIST_DIR}/email_channel.cpp
  ${CMAKE_CURRENT_LIST_DIR}/http_post.cpp
  ${CMAKE_CURRENT_LIST_DIR}/labels.cpp
  ${CMAKE_CURRENT_LIST_DIR}/mail_message.cpp
  ${CMAKE_CURRENT_LIST_DIR}/mail_text.cpp
  ${CMAKE_CURRENT_LIST_DIR}/notification.cpp
  ${CMAKE_CURRENT_LIST_DIR}/notifications_api.cpp
  ${CMAKE_CURRENT_LIST_DIR}/notifications_document.cpp
  ${CMAKE_CURRENT_LIST_DIR}/outbox.cpp
  ${CMAKE_CURRENT_LIST_DIR}/outbox_changes.cpp
  ${CMAKE_CURRENT_LIST_DIR}/outbox_journal.cpp
  ${CMAKE_CURRENT_LIST_DIR}/outbox_records.cpp
  ${CMAKE_CURRENT_LIST_DIR}/pagerduty_channel.cpp
  ${CMAKE_CURRENT_LIST_DIR}/slack_channel.cpp
  ${CMAKE_CURRENT_LIST_DIR}/smtp_client.cpp
  ${CMAKE_CURRENT_LIST_DIR}/smtp_dialogue.cpp
  ${CMAKE_CURRENT_LIST_DIR}/smtp_text.cpp
  ${CMAKE_CURRENT_LIST_DIR}/texts.cpp
  ${CMAKE_CURRENT_LIST_DIR}/trust.cpp
  ${CMAKE_CURRENT_LIST_DIR}/webhook_channel.cpp)
