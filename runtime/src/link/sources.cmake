# Sources of link; runtime/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_RUNTIME_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/backoff.cpp
  ${CMAKE_CURRENT_LIST_DIR}/client_session.cpp
  ${CMAKE_CURRENT_LIST_DIR}/flight_gauges.cpp
  ${CMAKE_CURRENT_LIST_DIR}/flight_monitor.cpp
  ${CMAKE_CURRENT_LIST_DIR}/link_reporter.cpp
  ${CMAKE_CURRENT_LIST_DIR}/sample_decoder.cpp
  ${CMAKE_CURRENT_LIST_DIR}/simulator_link.cpp)
