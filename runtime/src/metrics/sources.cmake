# Sources of metrics; runtime/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_RUNTIME_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/catalogue.cpp
  ${CMAKE_CURRENT_LIST_DIR}/exemplar.cpp
  ${CMAKE_CURRENT_LIST_DIR}/exposition.cpp
  ${CMAKE_CURRENT_LIST_DIR}/log_histogram.cpp
  ${CMAKE_CURRENT_LIST_DIR}/registry.cpp)
