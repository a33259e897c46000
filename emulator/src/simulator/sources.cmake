# Sources of simulator; emulator/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_EMULATOR_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/choices.cpp
  ${CMAKE_CURRENT_LIST_DIR}/local_unit.cpp
  ${CMAKE_CURRENT_LIST_DIR}/profile.cpp)
