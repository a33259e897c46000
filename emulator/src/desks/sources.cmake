# Sources of desks; emulator/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_EMULATOR_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/action_desk.cpp
  ${CMAKE_CURRENT_LIST_DIR}/ai_desk.cpp
  ${CMAKE_CURRENT_LIST_DIR}/aircraft_input_desk.cpp
  ${CMAKE_CURRENT_LIST_DIR}/camera_desk.cpp
  ${CMAKE_CURRENT_LIST_DIR}/client_data_definition.cpp
  ${CMAKE_CURRENT_LIST_DIR}/client_data_desk.cpp
  ${CMAKE_CURRENT_LIST_DIR}/client_data_requests.cpp
  ${CMAKE_CURRENT_LIST_DIR}/comm_bus_desk.cpp
  ${CMAKE_CURRENT_LIST_DIR}/eyepoint_desk.cpp
  ${CMAKE_CURRENT_LIST_DIR}/facilities_desk.cpp
  ${CMAKE_CURRENT_LIST_DIR}/facility_data_desk.cpp
  ${CMAKE_CURRENT_LIST_DIR}/facility_definition.cpp
  ${CMAKE_CURRENT_LIST_DIR}/facility_lists.cpp
  ${CMAKE_CURRENT_LIST_DIR}/facility_records.cpp
  ${CMAKE_CURRENT_LIST_DIR}/flights_desk.cpp
  ${CMAKE_CURRENT_LIST_DIR}/flow_desk.cpp
  ${CMAKE_CURRENT_LIST_DIR}/input_desk.cpp
  ${CMAKE_CURRENT_LIST_DIR}/livery_desk.cpp
  ${CMAKE_CURRENT_LIST_DIR}/missions_desk.cpp
  ${CMAKE_CURRENT_LIST_DIR}/screen_desk.cpp
  ${CMAKE_CURRENT_LIST_DIR}/weather_desk.cpp)
