# Sources of data; emulator/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_EMULATOR_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/data_blocks.cpp
  ${CMAKE_CURRENT_LIST_DIR}/data_definition.cpp
  ${CMAKE_CURRENT_LIST_DIR}/data_requests.cpp
  ${CMAKE_CURRENT_LIST_DIR}/numbers.cpp
  ${CMAKE_CURRENT_LIST_DIR}/periods.cpp
  ${CMAKE_CURRENT_LIST_DIR}/schedule.cpp
  ${CMAKE_CURRENT_LIST_DIR}/set_data.cpp
  ${CMAKE_CURRENT_LIST_DIR}/shared_blocks.cpp)
