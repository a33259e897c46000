# Sources of server; emulator/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_EMULATOR_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/server.cpp
  ${CMAKE_CURRENT_LIST_DIR}/server_faults.cpp
  ${CMAKE_CURRENT_LIST_DIR}/simulation_adapter.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stepping.cpp)
