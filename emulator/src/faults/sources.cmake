# Sources of faults; emulator/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_EMULATOR_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/fault.cpp
  ${CMAKE_CURRENT_LIST_DIR}/fault_board.cpp
  ${CMAKE_CURRENT_LIST_DIR}/fault_reader.cpp
  ${CMAKE_CURRENT_LIST_DIR}/fault_reference.cpp
  ${CMAKE_CURRENT_LIST_DIR}/fault_table.cpp
  ${CMAKE_CURRENT_LIST_DIR}/fault_tape.cpp
  ${CMAKE_CURRENT_LIST_DIR}/normal.cpp
  ${CMAKE_CURRENT_LIST_DIR}/seen_object.cpp
  ${CMAKE_CURRENT_LIST_DIR}/simulator_faults.cpp
  ${CMAKE_CURRENT_LIST_DIR}/wire_changes.cpp
  ${CMAKE_CURRENT_LIST_DIR}/wire_message.cpp
  ${CMAKE_CURRENT_LIST_DIR}/wire_plan.cpp
  ${CMAKE_CURRENT_LIST_DIR}/wire_queue.cpp)
