# Sources of engine; harness/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_HARNESS_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/blocks.cpp
  ${CMAKE_CURRENT_LIST_DIR}/conductor.cpp
  ${CMAKE_CURRENT_LIST_DIR}/engine.cpp
  ${CMAKE_CURRENT_LIST_DIR}/event_log.cpp
  ${CMAKE_CURRENT_LIST_DIR}/expectations.cpp
  ${CMAKE_CURRENT_LIST_DIR}/left_out.cpp
  ${CMAKE_CURRENT_LIST_DIR}/log_tail.cpp
  ${CMAKE_CURRENT_LIST_DIR}/objectives.cpp
  ${CMAKE_CURRENT_LIST_DIR}/raw_client.cpp
  ${CMAKE_CURRENT_LIST_DIR}/run.cpp
  ${CMAKE_CURRENT_LIST_DIR}/sampler.cpp
  ${CMAKE_CURRENT_LIST_DIR}/seen.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stagehand.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stagehand_programs.cpp
  ${CMAKE_CURRENT_LIST_DIR}/step_log.cpp
  ${CMAKE_CURRENT_LIST_DIR}/traffic_runs.cpp
  ${CMAKE_CURRENT_LIST_DIR}/trigger.cpp
  ${CMAKE_CURRENT_LIST_DIR}/verdict.cpp
  ${CMAKE_CURRENT_LIST_DIR}/visits.cpp
  ${CMAKE_CURRENT_LIST_DIR}/watch.cpp
  ${CMAKE_CURRENT_LIST_DIR}/watched.cpp)
