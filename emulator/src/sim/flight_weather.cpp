#include "sim/flight_weather.hpp"

namespace checkride::emulator {
namespace {

using values::MapReader;
using values::Node;
using values::Range;

WindLayer read_layer(const Node& node, values::Diagnostics& errors) {
  WindLayer layer;
  MapReader map(node, errors);
  map.required("altitude_ft", &layer.altitude_ft, Range<double>{-1500, 100000});
  map.required("direction_deg", &layer.direction_deg, Range<double>{0, 360});
  map.required("speed_kt", &layer.speed_kt, Range<double>{0, 250});
  map.optional("updraft_fpm", &layer.updraft_fpm, Range<double>{-3000, 3000});
  map.finish();
  return layer;
}

}  // namespace

void read_weather(MapReader& map, FlightWeather* weather) {
  map.list("wind", [&](const Node& node) {
    const WindLayer layer = read_layer(node, map.errors());
    if (!weather->wind.empty() && layer.altitude_ft <= weather->wind.back().altitude_ft) {
      map.errors().add(node.position(), "layers of wind go up: altitude_ft must be above that of the layer before");
    }
    weather->wind.push_back(layer);
  });
  map.optional("gusts_kt", &weather->gusts_kt, Range<double>{0, 60});
  map.optional("seed", &weather->seed);
  map.optional("temperature_deviation_c", &weather->temperature_deviation_c, Range<double>{-60, 50});
  map.optional("qnh_hpa", &weather->qnh_hpa, Range<double>{900, 1080});
}

}  // namespace checkride::emulator
