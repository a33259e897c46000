# Sources of rigs; harness/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_HARNESS_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/control_driver.cpp
  ${CMAKE_CURRENT_LIST_DIR}/deployment.cpp
  ${CMAKE_CURRENT_LIST_DIR}/log_cursor.cpp
  ${CMAKE_CURRENT_LIST_DIR}/process_rig.cpp
  ${CMAKE_CURRENT_LIST_DIR}/process_rig_subjects.cpp
  ${CMAKE_CURRENT_LIST_DIR}/program_table.cpp
  ${CMAKE_CURRENT_LIST_DIR}/rig_capture.cpp
  ${CMAKE_CURRENT_LIST_DIR}/subject.cpp
  ${CMAKE_CURRENT_LIST_DIR}/virtual_rig.cpp)
