# A program of its own: it counts what operator new is asked for.
list(APPEND CHECKRIDE_EMULATOR_TESTS
  allocations/client_memory_test.cpp
  allocations/counted_memory.cpp
  allocations/steady_frames_test.cpp)
