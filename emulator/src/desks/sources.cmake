# Sources of the desks; emulator/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_EMULATOR_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/comm_bus.cpp
  ${CMAKE_CURRENT_LIST_DIR}/comm_bus_desk.cpp)
