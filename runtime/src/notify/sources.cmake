# Sources of notify; runtime/CMakeLists.txt includes this file.
