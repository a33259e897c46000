# Sources of samples; runtime/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_RUNTIME_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/error_window.cpp
  ${CMAKE_CURRENT_LIST_DIR}/sample_bus.cpp)
