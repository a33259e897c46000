list(APPEND CHECKRIDE_EMULATOR_TESTS
  earth/magnetic_field_test.cpp)
