# Sources of scenario; harness/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_HARNESS_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/check_timeline.cpp
  ${CMAKE_CURRENT_LIST_DIR}/expand/expand.cpp
  ${CMAKE_CURRENT_LIST_DIR}/expand/fixture.cpp
  ${CMAKE_CURRENT_LIST_DIR}/expand/include.cpp
  ${CMAKE_CURRENT_LIST_DIR}/expand/matrix.cpp
  ${CMAKE_CURRENT_LIST_DIR}/expand/on_rig.cpp
  ${CMAKE_CURRENT_LIST_DIR}/expand/params.cpp
  ${CMAKE_CURRENT_LIST_DIR}/expand/procedures.cpp
  ${CMAKE_CURRENT_LIST_DIR}/expand/source_files.cpp
  ${CMAKE_CURRENT_LIST_DIR}/find.cpp
  ${CMAKE_CURRENT_LIST_DIR}/loader.cpp
  ${CMAKE_CURRENT_LIST_DIR}/promise_book.cpp
  ${CMAKE_CURRENT_LIST_DIR}/read_actions.cpp
  ${CMAKE_CURRENT_LIST_DIR}/read_faults.cpp
  ${CMAKE_CURRENT_LIST_DIR}/read_lists.cpp
  ${CMAKE_CURRENT_LIST_DIR}/read_members.cpp
  ${CMAKE_CURRENT_LIST_DIR}/read_scenario.cpp
  ${CMAKE_CURRENT_LIST_DIR}/read_services.cpp
  ${CMAKE_CURRENT_LIST_DIR}/read_steps.cpp
  ${CMAKE_CURRENT_LIST_DIR}/read_stores.cpp
  ${CMAKE_CURRENT_LIST_DIR}/read_subject.cpp
  ${CMAKE_CURRENT_LIST_DIR}/scenario.cpp
  ${CMAKE_CURRENT_LIST_DIR}/step_names.cpp
  ${CMAKE_CURRENT_LIST_DIR}/step_nodes.cpp
  ${CMAKE_CURRENT_LIST_DIR}/steps.cpp)
