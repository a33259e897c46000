# Sources of log; runtime/CMakeLists.txt includes this file.
