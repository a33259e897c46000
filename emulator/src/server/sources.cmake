# Sources of this folder; emulator/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_EMULATOR_SOURCES
  src/server/server.cpp
  src/server/server_faults.cpp
  src/server/simulation_adapter.cpp
  src/server/stepping.cpp)
