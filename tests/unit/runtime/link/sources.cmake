# Tests of link; tests/unit/runtime/CMakeLists.txt includes this file.
