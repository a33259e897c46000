# Sources of the desks; emulator/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_EMULATOR_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/comm_bus.cpp
  ${CMAKE_CURRENT_LIST_DIR}/comm_bus_desk.cpp
  ${CMAKE_CURRENT_LIST_DIR}/facilities_desk.cpp
  ${CMAKE_CURRENT_LIST_DIR}/facility_data_desk.cpp
  ${CMAKE_CURRENT_LIST_DIR}/facility_definition.cpp
  ${CMAKE_CURRENT_LIST_DIR}/facility_lists.cpp
  ${CMAKE_CURRENT_LIST_DIR}/facility_records.cpp)
