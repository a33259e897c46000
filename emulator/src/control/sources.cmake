# Sources of control; emulator/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_EMULATOR_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/access.cpp
  ${CMAKE_CURRENT_LIST_DIR}/action_handler.cpp
  ${CMAKE_CURRENT_LIST_DIR}/body.cpp
  ${CMAKE_CURRENT_LIST_DIR}/call_json.cpp
  ${CMAKE_CURRENT_LIST_DIR}/call_log.cpp
  ${CMAKE_CURRENT_LIST_DIR}/client_handler.cpp
  ${CMAKE_CURRENT_LIST_DIR}/control.cpp
  ${CMAKE_CURRENT_LIST_DIR}/cut_off_log.cpp
  ${CMAKE_CURRENT_LIST_DIR}/event_handler.cpp
  ${CMAKE_CURRENT_LIST_DIR}/event_journal.cpp
  ${CMAKE_CURRENT_LIST_DIR}/expectation.cpp
  ${CMAKE_CURRENT_LIST_DIR}/fault_handlers.cpp
  ${CMAKE_CURRENT_LIST_DIR}/flight_handlers.cpp
  ${CMAKE_CURRENT_LIST_DIR}/input_handler.cpp
  ${CMAKE_CURRENT_LIST_DIR}/matcher.cpp
  ${CMAKE_CURRENT_LIST_DIR}/menu_handler.cpp
  ${CMAKE_CURRENT_LIST_DIR}/message_json.cpp
  ${CMAKE_CURRENT_LIST_DIR}/packed_bytes.cpp
  ${CMAKE_CURRENT_LIST_DIR}/page_handlers.cpp
  ${CMAKE_CURRENT_LIST_DIR}/recorder.cpp
  ${CMAKE_CURRENT_LIST_DIR}/state_handler.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stream_handler.cpp
  ${CMAKE_CURRENT_LIST_DIR}/time_handlers.cpp
  ${CMAKE_CURRENT_LIST_DIR}/variable_handlers.cpp
  ${CMAKE_CURRENT_LIST_DIR}/verify_handler.cpp)
