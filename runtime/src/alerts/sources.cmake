# Sources of alerts; runtime/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_RUNTIME_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/alert_manager.cpp
  ${CMAKE_CURRENT_LIST_DIR}/engine.cpp)
