# Sources of reading; harness/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_HARNESS_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/one_of.cpp
  ${CMAKE_CURRENT_LIST_DIR}/placeholders.cpp
  ${CMAKE_CURRENT_LIST_DIR}/rate.cpp
  ${CMAKE_CURRENT_LIST_DIR}/reader.cpp
  ${CMAKE_CURRENT_LIST_DIR}/variables.cpp)
