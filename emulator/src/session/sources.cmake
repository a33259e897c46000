# Sources of this folder; emulator/CMakeLists.txt includes this file.
list(APPEND CHECKRIDE_EMULATOR_SOURCES
  src/session/choices.cpp
  src/session/client_events.cpp
  src/session/data_blocks.cpp
  src/session/data_definition.cpp
  src/session/data_requests.cpp
  src/session/numbers.cpp
  src/session/outbox.cpp
  src/session/periods.cpp
  src/session/priorities.cpp
  src/session/profile.cpp
  src/session/schedule.cpp
  src/session/session.cpp
  src/session/session_messages.cpp
  src/session/sessions.cpp
  src/session/shared_blocks.cpp
  src/session/set_data.cpp
  src/session/subscriptions.cpp
  src/session/system_events.cpp)
