# Sources of events; emulator/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_EMULATOR_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/client_events.cpp
  ${CMAKE_CURRENT_LIST_DIR}/priorities.cpp
  ${CMAKE_CURRENT_LIST_DIR}/subscriptions.cpp
  ${CMAKE_CURRENT_LIST_DIR}/system_events.cpp)
