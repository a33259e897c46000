# Sources of traffic; harness/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_HARNESS_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/arrivals.cpp
  ${CMAKE_CURRENT_LIST_DIR}/figures.cpp
  ${CMAKE_CURRENT_LIST_DIR}/histogram.cpp
  ${CMAKE_CURRENT_LIST_DIR}/http_traffic.cpp
  ${CMAKE_CURRENT_LIST_DIR}/simconnect_traffic.cpp
  ${CMAKE_CURRENT_LIST_DIR}/traffic_run.cpp
  ${CMAKE_CURRENT_LIST_DIR}/traffic_spec.cpp)
