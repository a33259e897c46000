# Sources of this folder; emulator/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_EMULATOR_SOURCES
  src/config/client_config.cpp
  src/config/server_config.cpp
  src/config/simconnect_xml.cpp)
