# Sources of commands; harness/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_HARNESS_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/capture_commands.cpp
  ${CMAKE_CURRENT_LIST_DIR}/command_table.cpp
  ${CMAKE_CURRENT_LIST_DIR}/coverage.cpp
  ${CMAKE_CURRENT_LIST_DIR}/coverage_command.cpp
  ${CMAKE_CURRENT_LIST_DIR}/doctor.cpp
  ${CMAKE_CURRENT_LIST_DIR}/doctor_command.cpp
  ${CMAKE_CURRENT_LIST_DIR}/init.cpp
  ${CMAKE_CURRENT_LIST_DIR}/init_command.cpp
  ${CMAKE_CURRENT_LIST_DIR}/replay.cpp
  ${CMAKE_CURRENT_LIST_DIR}/replay_command.cpp
  ${CMAKE_CURRENT_LIST_DIR}/run.cpp
  ${CMAKE_CURRENT_LIST_DIR}/run_options.cpp
  ${CMAKE_CURRENT_LIST_DIR}/scenario_input.cpp
  ${CMAKE_CURRENT_LIST_DIR}/schema.cpp
  ${CMAKE_CURRENT_LIST_DIR}/simconnect_cfg.cpp
  ${CMAKE_CURRENT_LIST_DIR}/simconnect_cfg_command.cpp
  ${CMAKE_CURRENT_LIST_DIR}/validate.cpp
  ${CMAKE_CURRENT_LIST_DIR}/watch.cpp)
