# Sources of app; runtime/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_RUNTIME_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/application.cpp
  ${CMAKE_CURRENT_LIST_DIR}/config_api.cpp
  ${CMAKE_CURRENT_LIST_DIR}/held_rules.cpp
  ${CMAKE_CURRENT_LIST_DIR}/log_api.cpp
  ${CMAKE_CURRENT_LIST_DIR}/manager_link.cpp
  ${CMAKE_CURRENT_LIST_DIR}/reload.cpp
  ${CMAKE_CURRENT_LIST_DIR}/state_dump.cpp
  ${CMAKE_CURRENT_LIST_DIR}/state_folder.cpp
  ${CMAKE_CURRENT_LIST_DIR}/succession.cpp)
