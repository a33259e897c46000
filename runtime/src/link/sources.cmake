# Sources of link; runtime/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_RUNTIME_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/backoff.cpp
  ${CMAKE_CURRENT_LIST_DIR}/client_session.cpp
  ${CMAKE_CURRENT_LIST_DIR}/facts.cpp
  ${CMAKE_CURRENT_LIST_DIR}/failover_machine.cpp
  ${CMAKE_CURRENT_LIST_DIR}/failover_memory.cpp
  ${CMAKE_CURRENT_LIST_DIR}/failover_watch.cpp
  ${CMAKE_CURRENT_LIST_DIR}/flight_figures.cpp
  ${CMAKE_CURRENT_LIST_DIR}/flight_gauges.cpp
  ${CMAKE_CURRENT_LIST_DIR}/flight_monitor.cpp
  ${CMAKE_CURRENT_LIST_DIR}/flight_tracker.cpp
  ${CMAKE_CURRENT_LIST_DIR}/frame_log.cpp
  ${CMAKE_CURRENT_LIST_DIR}/held_values.cpp
  ${CMAKE_CURRENT_LIST_DIR}/link_capture.cpp
  ${CMAKE_CURRENT_LIST_DIR}/link_news.cpp
  ${CMAKE_CURRENT_LIST_DIR}/link_reporter.cpp
  ${CMAKE_CURRENT_LIST_DIR}/phase_machine.cpp
  ${CMAKE_CURRENT_LIST_DIR}/plausibility.cpp
  ${CMAKE_CURRENT_LIST_DIR}/probes.cpp
  ${CMAKE_CURRENT_LIST_DIR}/request_groups.cpp
  ${CMAKE_CURRENT_LIST_DIR}/sample_decoder.cpp
  ${CMAKE_CURRENT_LIST_DIR}/simulator_link.cpp)
