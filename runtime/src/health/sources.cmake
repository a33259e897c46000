# Sources of health; runtime/CMakeLists.txt includes this file.
