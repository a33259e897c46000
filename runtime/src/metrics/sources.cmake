# Sources of metrics; runtime/CMakeLists.txt includes this file.
