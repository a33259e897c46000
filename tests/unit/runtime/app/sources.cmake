# Tests of app; tests/unit/runtime/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_RUNTIME_TEST_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/application_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/lossless_stop_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/manners_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/options_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/reload_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/secret_rotation_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/succession_test.cpp)
