# Sources of commons; emulator/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_EMULATOR_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/addon_menu.cpp
  ${CMAKE_CURRENT_LIST_DIR}/aircraft_inputs.cpp
  ${CMAKE_CURRENT_LIST_DIR}/camera.cpp
  ${CMAKE_CURRENT_LIST_DIR}/camera_place.cpp
  ${CMAKE_CURRENT_LIST_DIR}/client_data_areas.cpp
  ${CMAKE_CURRENT_LIST_DIR}/comm_bus.cpp
  ${CMAKE_CURRENT_LIST_DIR}/input_definition.cpp
  ${CMAKE_CURRENT_LIST_DIR}/inputs.cpp
  ${CMAKE_CURRENT_LIST_DIR}/metar.cpp
  ${CMAKE_CURRENT_LIST_DIR}/missions.cpp
  ${CMAKE_CURRENT_LIST_DIR}/screen_texts.cpp
  ${CMAKE_CURRENT_LIST_DIR}/weather_map.cpp)
