# Tests of collector; tests/unit/runtime/CMakeLists.txt includes this file.
