# Sources of the control API; emulator/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_EMULATOR_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/control.cpp)
