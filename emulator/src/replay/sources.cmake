# Sources of this folder; emulator/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_EMULATOR_SOURCES
  src/replay/datum_tags.cpp
  src/replay/player.cpp
  src/replay/recording.cpp
  src/replay/replay_server.cpp)
