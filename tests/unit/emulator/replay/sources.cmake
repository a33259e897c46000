# Sources of this folder; tests/unit/emulator/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_EMULATOR_TESTS replay/player_test.cpp replay/replay_test.cpp)
