# Tests of the faults; tests/unit/emulator/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_EMULATOR_TESTS
  faults/fault_board_test.cpp
  faults/fault_examples_test.cpp
  faults/fault_language_test.cpp
  faults/fault_statistics_test.cpp
  faults/fault_tape_file_test.cpp
  faults/fault_tapes_test.cpp
  faults/simulator_faults_test.cpp
  faults/value_faults_test.cpp
  faults/wire_doors_test.cpp
  faults/wire_plan_from_client_test.cpp
  faults/wire_plan_laws_test.cpp
  faults/wire_plan_test.cpp
  faults/wire_server_test.cpp)
