# Tests of health; tests/unit/runtime/CMakeLists.txt includes this file.
