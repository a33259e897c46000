# Sources of app; runtime/CMakeLists.txt includes this file.
