# Tests of app; tests/unit/runtime/CMakeLists.txt includes this file.
