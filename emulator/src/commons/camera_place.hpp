// Places of the camera in the referentials of the camera API: metres from the aircraft, or latitude, longitude and
// altitude (wire.md 5.15).
#pragma once

#include "checkride/protocol/enums.hpp"
#include "checkride/protocol/structures.hpp"
#include "simulator/simulator.hpp"

namespace checkride::emulator {

// `place`, given in `from`, in the terms of `to`. The aircraft counts as level: only its heading turns what is relative
// to it. x is right, y is up, z is forward; in the world latitude and longitude in degrees, altitude in metres.
protocol::Xyz convert_place(const protocol::Xyz& place, protocol::CameraReferential from,
                            protocol::CameraReferential to, Simulator& simulator);

// The rotation that looks from one place to another, both in `referential`. Degrees; positive pitch looks down.
protocol::Pbh look_at(const protocol::Xyz& from, const protocol::Xyz& to, protocol::CameraReferential referential);

// The altitude of the ground below the aircraft in metres; null if the simulator does not say.
std::optional<double> ground_altitude(Simulator& simulator);

}  // namespace checkride::emulator
