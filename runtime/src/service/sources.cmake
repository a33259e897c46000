# Sources of service; runtime/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_RUNTIME_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/access_log.cpp
  ${CMAKE_CURRENT_LIST_DIR}/http_front.cpp
  ${CMAKE_CURRENT_LIST_DIR}/http_manners.cpp
  ${CMAKE_CURRENT_LIST_DIR}/http_metrics.cpp
  ${CMAKE_CURRENT_LIST_DIR}/landing_page.cpp
  ${CMAKE_CURRENT_LIST_DIR}/listener_plan.cpp
  ${CMAKE_CURRENT_LIST_DIR}/service.cpp
  ${CMAKE_CURRENT_LIST_DIR}/supervisor.cpp)
