# Sources of this folder; tests/unit/emulator/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_EMULATOR_TESTS replay/player_test.cpp replay/player_order_test.cpp replay/replay_test.cpp)
