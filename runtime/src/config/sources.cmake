# Sources of config; runtime/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_RUNTIME_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/aliases.cpp
  ${CMAKE_CURRENT_LIST_DIR}/config.cpp
  ${CMAKE_CURRENT_LIST_DIR}/level.cpp
  ${CMAKE_CURRENT_LIST_DIR}/load.cpp
  ${CMAKE_CURRENT_LIST_DIR}/notices.cpp
  ${CMAKE_CURRENT_LIST_DIR}/read_config.cpp
  ${CMAKE_CURRENT_LIST_DIR}/sections/alert_manager.cpp
  ${CMAKE_CURRENT_LIST_DIR}/sections/alert_policy.cpp
  ${CMAKE_CURRENT_LIST_DIR}/sections/alert_rules.cpp
  ${CMAKE_CURRENT_LIST_DIR}/sections/app.cpp
  ${CMAKE_CURRENT_LIST_DIR}/sections/channels.cpp
  ${CMAKE_CURRENT_LIST_DIR}/sections/machine_channels.cpp
  ${CMAKE_CURRENT_LIST_DIR}/sections/data_collector.cpp
  ${CMAKE_CURRENT_LIST_DIR}/sections/failover.cpp
  ${CMAKE_CURRENT_LIST_DIR}/sections/flight_monitor.cpp
  ${CMAKE_CURRENT_LIST_DIR}/sections/level.cpp
  ${CMAKE_CURRENT_LIST_DIR}/sections/logging.cpp
  ${CMAKE_CURRENT_LIST_DIR}/sections/metrics_exporter.cpp
  ${CMAKE_CURRENT_LIST_DIR}/sections/monitoring.cpp
  ${CMAKE_CURRENT_LIST_DIR}/sections/security.cpp
  ${CMAKE_CURRENT_LIST_DIR}/sections/simulators.cpp)
