# Sources of this folder; emulator/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_EMULATOR_SOURCES
  src/faults/fault.cpp
  src/faults/fault_board.cpp
  src/faults/fault_reader.cpp
  src/faults/fault_reference.cpp
  src/faults/fault_table.cpp
  src/faults/fault_tape.cpp
  src/faults/normal.cpp
  src/faults/seen_object.cpp
  src/faults/simulator_faults.cpp
  src/faults/wire_changes.cpp
  src/faults/wire_message.cpp
  src/faults/wire_plan.cpp
  src/faults/wire_queue.cpp)
