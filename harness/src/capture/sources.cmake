# Sources of capture; harness/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_HARNESS_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/capture.cpp
  ${CMAKE_CURRENT_LIST_DIR}/capture_file.cpp
  ${CMAKE_CURRENT_LIST_DIR}/compare.cpp
  ${CMAKE_CURRENT_LIST_DIR}/describe.cpp
  ${CMAKE_CURRENT_LIST_DIR}/dissector.cpp
  ${CMAKE_CURRENT_LIST_DIR}/dissector_data.cpp
  ${CMAKE_CURRENT_LIST_DIR}/fidelity.cpp
  ${CMAKE_CURRENT_LIST_DIR}/line.cpp
  ${CMAKE_CURRENT_LIST_DIR}/picked_ids.cpp
  ${CMAKE_CURRENT_LIST_DIR}/rotated_captures.cpp
  ${CMAKE_CURRENT_LIST_DIR}/talk_script.cpp
  ${CMAKE_CURRENT_LIST_DIR}/tolerances.cpp
  ${CMAKE_CURRENT_LIST_DIR}/tools.cpp)
