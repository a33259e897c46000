# Sources of schema; harness/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_HARNESS_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/check_texts.cpp
  ${CMAKE_CURRENT_LIST_DIR}/json_schema.cpp
  ${CMAKE_CURRENT_LIST_DIR}/key_texts.cpp
  ${CMAKE_CURRENT_LIST_DIR}/language.cpp
  ${CMAKE_CURRENT_LIST_DIR}/markdown.cpp
  ${CMAKE_CURRENT_LIST_DIR}/scenario_texts.cpp
  ${CMAKE_CURRENT_LIST_DIR}/service_fault_page.cpp
  ${CMAKE_CURRENT_LIST_DIR}/service_texts.cpp
  ${CMAKE_CURRENT_LIST_DIR}/step_texts.cpp
  ${CMAKE_CURRENT_LIST_DIR}/upstream_texts.cpp)
