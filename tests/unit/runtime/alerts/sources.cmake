# Tests of alerts; tests/unit/runtime/CMakeLists.txt includes this file.
