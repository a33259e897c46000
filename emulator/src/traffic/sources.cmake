# Sources of traffic; emulator/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_EMULATOR_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/ai_flight.cpp
  ${CMAKE_CURRENT_LIST_DIR}/ai_motion.cpp
  ${CMAKE_CURRENT_LIST_DIR}/ai_object.cpp
  ${CMAKE_CURRENT_LIST_DIR}/ai_objects.cpp
  ${CMAKE_CURRENT_LIST_DIR}/ai_places.cpp
  ${CMAKE_CURRENT_LIST_DIR}/ai_titles.cpp
  ${CMAKE_CURRENT_LIST_DIR}/ai_traffic.cpp
  ${CMAKE_CURRENT_LIST_DIR}/ai_variables.cpp)
