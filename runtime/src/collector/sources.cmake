# Sources of collector; runtime/CMakeLists.txt includes this file.
