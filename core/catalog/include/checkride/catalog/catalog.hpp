// Public face of core/catalog: what simulators know by name. Variables, key events, units and their conversion, fields
// of facilities. Tables in read-only memory, made from data/*.csv at build time; nothing is allocated or initialised.
//
//   const SimVar* altitude = find_simvar("Plane Altitude");
//   const Unit* meters = find_unit("meters");
//   TRY(Conversion conversion, conversion_between(*altitude->unit, *meters));
//   double value = conversion(437.0);
#pragma once

#include "checkride/catalog/facility_field.hpp"
#include "checkride/catalog/key_event.hpp"
#include "checkride/catalog/simvar.hpp"
#include "checkride/catalog/unit.hpp"
