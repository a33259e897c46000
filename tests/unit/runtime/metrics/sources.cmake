# Tests of metrics; tests/unit/runtime/CMakeLists.txt includes this file.
