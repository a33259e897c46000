# Tests of log; tests/unit/runtime/CMakeLists.txt includes this file.
