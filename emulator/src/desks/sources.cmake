# Sources of the desks; emulator/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_EMULATOR_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/client_data_areas.cpp
  ${CMAKE_CURRENT_LIST_DIR}/client_data_definition.cpp
  ${CMAKE_CURRENT_LIST_DIR}/client_data_desk.cpp
  ${CMAKE_CURRENT_LIST_DIR}/client_data_requests.cpp
  ${CMAKE_CURRENT_LIST_DIR}/ai_desk.cpp
  ${CMAKE_CURRENT_LIST_DIR}/ai_motion.cpp
  ${CMAKE_CURRENT_LIST_DIR}/ai_object.cpp
  ${CMAKE_CURRENT_LIST_DIR}/ai_objects.cpp
  ${CMAKE_CURRENT_LIST_DIR}/ai_places.cpp
  ${CMAKE_CURRENT_LIST_DIR}/ai_titles.cpp
  ${CMAKE_CURRENT_LIST_DIR}/ai_variables.cpp
  ${CMAKE_CURRENT_LIST_DIR}/great_circle.cpp
  ${CMAKE_CURRENT_LIST_DIR}/comm_bus.cpp
  ${CMAKE_CURRENT_LIST_DIR}/comm_bus_desk.cpp
  ${CMAKE_CURRENT_LIST_DIR}/flights_desk.cpp)
  ${CMAKE_CURRENT_LIST_DIR}/facilities_desk.cpp
  ${CMAKE_CURRENT_LIST_DIR}/facility_data_desk.cpp
  ${CMAKE_CURRENT_LIST_DIR}/facility_definition.cpp
  ${CMAKE_CURRENT_LIST_DIR}/facility_lists.cpp
  ${CMAKE_CURRENT_LIST_DIR}/facility_records.cpp)
