# Sources of health; runtime/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_RUNTIME_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/agent.cpp
  ${CMAKE_CURRENT_LIST_DIR}/api.cpp
  ${CMAKE_CURRENT_LIST_DIR}/documents.cpp
  ${CMAKE_CURRENT_LIST_DIR}/flight_document.cpp
  ${CMAKE_CURRENT_LIST_DIR}/health_service.cpp
  ${CMAKE_CURRENT_LIST_DIR}/link_health.cpp
  ${CMAKE_CURRENT_LIST_DIR}/report.cpp
  ${CMAKE_CURRENT_LIST_DIR}/system_view.cpp
  ${CMAKE_CURRENT_LIST_DIR}/watch.cpp)
