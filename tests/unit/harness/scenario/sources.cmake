# Tests of scenario; tests/unit/harness/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_HARNESS_TEST_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/broken_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/expand_laws_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/expand_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/find_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/load_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/loader_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/promise_book_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/read_programs_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/read_sinks_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/read_proxies_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/read_steps_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/read_stores_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/read_subject_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/read_tls_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/read_upstream_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/steps_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/timeline_test.cpp
  ${CMAKE_CURRENT_LIST_DIR}/words_test.cpp)
