# Sources of services; harness/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_HARNESS_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/mail_text.cpp
  ${CMAKE_CURRENT_LIST_DIR}/smtp_sink.cpp
  ${CMAKE_CURRENT_LIST_DIR}/webhook_sink.cpp)
