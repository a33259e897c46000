# Sources of this folder; emulator/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_EMULATOR_SOURCES
  src/session/faults.cpp
  src/session/priorities.cpp
  src/session/profile.cpp
  src/session/schedule.cpp
  src/session/system_events.cpp)
