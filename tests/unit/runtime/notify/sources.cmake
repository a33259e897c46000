# Tests of notify; tests/unit/runtime/CMakeLists.txt includes this file.
