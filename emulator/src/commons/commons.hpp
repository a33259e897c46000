// What all clients of a simulator share, a member for each family. Each is made before the first client and outlives
// the last.
#pragma once

#include "commons/addon_menu.hpp"
#include "commons/aircraft_inputs.hpp"
#include "commons/camera.hpp"
#include "commons/client_data_areas.hpp"
#include "commons/comm_bus.hpp"
#include "commons/inputs.hpp"
#include "commons/missions.hpp"
#include "commons/screen_texts.hpp"
#include "commons/weather_map.hpp"
#include "data/shared_blocks.hpp"
#include "navigation/navigation.hpp"
#include "simulator/busy.hpp"
#include "simulator/simulator.hpp"
#include "traffic/ai_objects.hpp"

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

  // From here on every aircraft meets what clients made of the weather.
  void tell_weather(Simulator& simulator) {
    const WeatherField field = weather.field();
    simulator.set_weather(field);
    ai_objects.set_weather(field);
  }
};

}  // namespace checkride::emulator
