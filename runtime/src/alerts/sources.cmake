# Sources of alerts; runtime/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_RUNTIME_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/alert_manager.cpp
  ${CMAKE_CURRENT_LIST_DIR}/alert_manager_state.cpp
  ${CMAKE_CURRENT_LIST_DIR}/api.cpp
  ${CMAKE_CURRENT_LIST_DIR}/describe.cpp
  ${CMAKE_CURRENT_LIST_DIR}/engine.cpp
  ${CMAKE_CURRENT_LIST_DIR}/labels.cpp
  ${CMAKE_CURRENT_LIST_DIR}/notifier.cpp
  ${CMAKE_CURRENT_LIST_DIR}/notifier_memory.cpp
  ${CMAKE_CURRENT_LIST_DIR}/rehearsal.cpp
  ${CMAKE_CURRENT_LIST_DIR}/rule_tests.cpp
  ${CMAKE_CURRENT_LIST_DIR}/silences.cpp
  ${CMAKE_CURRENT_LIST_DIR}/state_file.cpp)
