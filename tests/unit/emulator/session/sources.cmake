# Tests of the session layer and of the command line; tests/unit/emulator/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_EMULATOR_TESTS
  session/choices_data_test.cpp
  session/choices_events_test.cpp
  session/choices_families_test.cpp
  session/choices_test.cpp
  session/data_requests_laws_test.cpp
  session/data_requests_test.cpp
  session/data_values_test.cpp
  session/due_law_test.cpp
  session/due_queue_test.cpp
  session/events_test.cpp
  session/exceptions_test.cpp
  session/open_test.cpp
  session/limits_test.cpp
  session/options_test.cpp
  session/priorities_test.cpp
  session/response_times_test.cpp
  session/schedule_test.cpp
  session/semantics_events_test.cpp
  session/semantics_requests_test.cpp
  session/semantics_test.cpp
  session/session_faults_test.cpp
  session/session_laws_test.cpp
  session/set_data_test.cpp
  session/system_events_test.cpp
  session/watcher_test.cpp)
