# Sources of the desks; emulator/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_EMULATOR_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/action_desk.cpp
  ${CMAKE_CURRENT_LIST_DIR}/aircraft_input_desk.cpp
  ${CMAKE_CURRENT_LIST_DIR}/aircraft_inputs.cpp
  ${CMAKE_CURRENT_LIST_DIR}/camera.cpp
  ${CMAKE_CURRENT_LIST_DIR}/camera_desk.cpp
  ${CMAKE_CURRENT_LIST_DIR}/camera_place.cpp
  ${CMAKE_CURRENT_LIST_DIR}/comm_bus.cpp
  ${CMAKE_CURRENT_LIST_DIR}/comm_bus_desk.cpp
  ${CMAKE_CURRENT_LIST_DIR}/flow_desk.cpp
  ${CMAKE_CURRENT_LIST_DIR}/input_definition.cpp
  ${CMAKE_CURRENT_LIST_DIR}/input_desk.cpp
  ${CMAKE_CURRENT_LIST_DIR}/inputs.cpp
  ${CMAKE_CURRENT_LIST_DIR}/livery_desk.cpp
  ${CMAKE_CURRENT_LIST_DIR}/metar.cpp
  ${CMAKE_CURRENT_LIST_DIR}/weather_desk.cpp
  ${CMAKE_CURRENT_LIST_DIR}/weather_map.cpp)
