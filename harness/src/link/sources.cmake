# Sources of link; harness/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_HARNESS_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/frame_sieve.cpp
  ${CMAKE_CURRENT_LIST_DIR}/line_faults.cpp
  ${CMAKE_CURRENT_LIST_DIR}/link_proxy.cpp)
