# Sources of earth; emulator/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_EMULATOR_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/geography.cpp
  ${CMAKE_CURRENT_LIST_DIR}/great_circle.cpp
  ${CMAKE_CURRENT_LIST_DIR}/magnetic_field.cpp)
