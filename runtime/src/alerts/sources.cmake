# Sources of alerts; runtime/CMakeLists.txt includes this file.
