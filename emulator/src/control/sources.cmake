# Sources of the control API; emulator/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_EMULATOR_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/action_handler.cpp
  ${CMAKE_CURRENT_LIST_DIR}/body.cpp
  ${CMAKE_CURRENT_LIST_DIR}/client_handler.cpp
  ${CMAKE_CURRENT_LIST_DIR}/control.cpp
  ${CMAKE_CURRENT_LIST_DIR}/event_handler.cpp
  ${CMAKE_CURRENT_LIST_DIR}/fault_handlers.cpp
  ${CMAKE_CURRENT_LIST_DIR}/input_handler.cpp
  ${CMAKE_CURRENT_LIST_DIR}/menu_handler.cpp
  ${CMAKE_CURRENT_LIST_DIR}/state_handler.cpp
  ${CMAKE_CURRENT_LIST_DIR}/variable_handlers.cpp)
