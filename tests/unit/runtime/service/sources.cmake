# Tests of service; tests/unit/runtime/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_RUNTIME_TEST_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/access_log_loss_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/http_manners_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/http_metrics_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/listener_plan_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/supervisor_test.cpp)
