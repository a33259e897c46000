# Sources of the simulation; emulator/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_EMULATOR_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/aircraft.cpp
  ${CMAKE_CURRENT_LIST_DIR}/atmosphere.cpp
  ${CMAKE_CURRENT_LIST_DIR}/autopilot.cpp
  ${CMAKE_CURRENT_LIST_DIR}/bindings.cpp
  ${CMAKE_CURRENT_LIST_DIR}/bindings_air.cpp
  ${CMAKE_CURRENT_LIST_DIR}/bindings_engine.cpp
  ${CMAKE_CURRENT_LIST_DIR}/bindings_motion.cpp
  ${CMAKE_CURRENT_LIST_DIR}/bindings_position.cpp
  ${CMAKE_CURRENT_LIST_DIR}/bindings_systems.cpp
  ${CMAKE_CURRENT_LIST_DIR}/calendar.cpp
  ${CMAKE_CURRENT_LIST_DIR}/engine.cpp
  ${CMAKE_CURRENT_LIST_DIR}/flight.cpp
  ${CMAKE_CURRENT_LIST_DIR}/flight_files.cpp
  ${CMAKE_CURRENT_LIST_DIR}/flying.cpp
  ${CMAKE_CURRENT_LIST_DIR}/instruments.cpp
  ${CMAKE_CURRENT_LIST_DIR}/key_effects_aircraft.cpp
  ${CMAKE_CURRENT_LIST_DIR}/key_effects_simulation.cpp
  ${CMAKE_CURRENT_LIST_DIR}/key_event_table.cpp
  ${CMAKE_CURRENT_LIST_DIR}/key_events.cpp
  ${CMAKE_CURRENT_LIST_DIR}/model.cpp
  ${CMAKE_CURRENT_LIST_DIR}/motion.cpp
  ${CMAKE_CURRENT_LIST_DIR}/pilot.cpp
  ${CMAKE_CURRENT_LIST_DIR}/placement.cpp
  ${CMAKE_CURRENT_LIST_DIR}/simulation.cpp
  ${CMAKE_CURRENT_LIST_DIR}/variables.cpp)
