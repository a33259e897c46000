# Tests of the control API; tests/unit/emulator/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_EMULATOR_TESTS
  control/access_test.cpp
  control/call_log_test.cpp
  control/control_test.cpp
  control/cut_off_log_test.cpp
  control/key_event_test.cpp
  control/loading_screen_test.cpp
  control/matcher_test.cpp
  control/menu_test.cpp
  control/openapi_test.cpp
  control/packed_bytes_test.cpp
  control/reset_law_test.cpp
  control/stage_test.cpp
  control/stream_test.cpp
  control/time_test.cpp
  control/verify_test.cpp)
