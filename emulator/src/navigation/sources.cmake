# Sources of navigation; emulator/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_EMULATOR_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/airport_elements.cpp
  ${CMAKE_CURRENT_LIST_DIR}/airport_layout.cpp
  ${CMAKE_CURRENT_LIST_DIR}/load_navigation.cpp
  ${CMAKE_CURRENT_LIST_DIR}/navigation.cpp
  ${CMAKE_CURRENT_LIST_DIR}/procedure_elements.cpp
  ${CMAKE_CURRENT_LIST_DIR}/runway_elements.cpp
  ${CMAKE_CURRENT_LIST_DIR}/station_elements.cpp)
