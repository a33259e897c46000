// What all clients of a simulator share, a member for each family. Each is made before the first client and outlives
// the last.
#pragma once

#include "desks/addon_menu.hpp"
#include "desks/ai_objects.hpp"
#include "desks/aircraft_inputs.hpp"
#include "desks/busy.hpp"
#include "desks/camera.hpp"
#include "desks/client_data_areas.hpp"
#include "desks/comm_bus.hpp"
#include "desks/inputs.hpp"
#include "desks/missions.hpp"
#include "desks/screen_texts.hpp"
#include "desks/weather_map.hpp"
#include "navigation/navigation.hpp"
#include "session/shared_blocks.hpp"

namespace checkride::emulator {

struct Commons {
  CommBus comm_bus;
  ClientDataAreas client_data;
  Busy busy;
  AiObjects ai_objects;
  NavigationLibrary navigation;
  Inputs inputs;
  AircraftInputs aircraft_inputs;
  Camera camera;
  WeatherMap weather;
  AddOnMenu addon_menu;
  ScreenTexts texts;
  Missions missions;
  SharedBlocks blocks;
};

}  // namespace checkride::emulator
