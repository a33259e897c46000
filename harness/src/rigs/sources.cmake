# Sources of rigs; harness/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_HARNESS_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/command_play.cpp
  ${CMAKE_CURRENT_LIST_DIR}/call_json.cpp
  ${CMAKE_CURRENT_LIST_DIR}/control_driver.cpp
  ${CMAKE_CURRENT_LIST_DIR}/deployment.cpp
  ${CMAKE_CURRENT_LIST_DIR}/live_rig.cpp
  ${CMAKE_CURRENT_LIST_DIR}/live_simulator.cpp
  ${CMAKE_CURRENT_LIST_DIR}/log_cursor.cpp
  ${CMAKE_CURRENT_LIST_DIR}/null_members.cpp
  ${CMAKE_CURRENT_LIST_DIR}/powers.cpp
  ${CMAKE_CURRENT_LIST_DIR}/process_rig.cpp
  ${CMAKE_CURRENT_LIST_DIR}/process_rig_links.cpp
  ${CMAKE_CURRENT_LIST_DIR}/process_rig_programs.cpp
  ${CMAKE_CURRENT_LIST_DIR}/process_rig_null.cpp
  ${CMAKE_CURRENT_LIST_DIR}/process_rig_services.cpp
  ${CMAKE_CURRENT_LIST_DIR}/process_rig_subjects.cpp
  ${CMAKE_CURRENT_LIST_DIR}/program_plans.cpp
  ${CMAKE_CURRENT_LIST_DIR}/program_table.cpp
  ${CMAKE_CURRENT_LIST_DIR}/real_program.cpp
  ${CMAKE_CURRENT_LIST_DIR}/rig_capture.cpp
  ${CMAKE_CURRENT_LIST_DIR}/service_places.cpp
  ${CMAKE_CURRENT_LIST_DIR}/subject.cpp
  ${CMAKE_CURRENT_LIST_DIR}/virtual_rig.cpp
  ${CMAKE_CURRENT_LIST_DIR}/virtual_rig_faults.cpp
  ${CMAKE_CURRENT_LIST_DIR}/virtual_rig_programs.cpp
  ${CMAKE_CURRENT_LIST_DIR}/wire_client.cpp
  ${CMAKE_CURRENT_LIST_DIR}/wire_log.cpp)
