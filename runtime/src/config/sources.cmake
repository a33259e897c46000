# Sources of config; runtime/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_RUNTIME_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/aliases.cpp
  ${CMAKE_CURRENT_LIST_DIR}/config.cpp
  ${CMAKE_CURRENT_LIST_DIR}/load.cpp
  ${CMAKE_CURRENT_LIST_DIR}/notices.cpp
  ${CMAKE_CURRENT_LIST_DIR}/read_alerts.cpp
  ${CMAKE_CURRENT_LIST_DIR}/read_config.cpp)
