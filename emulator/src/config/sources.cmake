# Sources of config; emulator/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_EMULATOR_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/client_config.cpp
  ${CMAKE_CURRENT_LIST_DIR}/server_config.cpp
  ${CMAKE_CURRENT_LIST_DIR}/simconnect_xml.cpp)
