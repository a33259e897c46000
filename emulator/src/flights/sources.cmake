# Sources of flights; emulator/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_EMULATOR_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/facility_places.cpp
  ${CMAKE_CURRENT_LIST_DIR}/flight_file.cpp
  ${CMAKE_CURRENT_LIST_DIR}/plan_file.cpp
  ${CMAKE_CURRENT_LIST_DIR}/plan_folder.cpp
  ${CMAKE_CURRENT_LIST_DIR}/plan_position.cpp
  ${CMAKE_CURRENT_LIST_DIR}/reading.cpp
  ${CMAKE_CURRENT_LIST_DIR}/track_builder.cpp
  ${CMAKE_CURRENT_LIST_DIR}/track_columns.cpp
  ${CMAKE_CURRENT_LIST_DIR}/track_csv.cpp
  ${CMAKE_CURRENT_LIST_DIR}/track_file.cpp
  ${CMAKE_CURRENT_LIST_DIR}/track_jsonl.cpp
  ${CMAKE_CURRENT_LIST_DIR}/track_xml.cpp)
