# Tests of config; tests/unit/runtime/CMakeLists.txt includes this file.
