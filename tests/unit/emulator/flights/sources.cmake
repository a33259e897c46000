# Tests of flight plans and recorded tracks; tests/unit/emulator/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_EMULATOR_TESTS
  flights/catalogue_test.cpp
  flights/flight_file_test.cpp
  flights/made_weather_test.cpp
  flights/own_plan_test.cpp
  flights/plan_file_test.cpp
  flights/plan_folder_test.cpp
  flights/reading_test.cpp
  flights/track_file_test.cpp
  flights/track_path_test.cpp
  flights/track_player_test.cpp
  flights/traffic_test.cpp
  flights/traffic_weather_test.cpp)
