# Sources of config; runtime/CMakeLists.txt includes this file.
