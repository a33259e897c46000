#include "desks/eyepoint_desk.hpp"

#include <array>
#include <cmath>
#include <limits>

namespace checkride::emulator {
namespace {

constexpr std::string_view kOffset = "STRUCT EYEPOINT DYNAMIC OFFSET";
constexpr std::string_view kAngle = "STRUCT EYEPOINT DYNAMIC ANGLE";
// Inferred: units and axes of the variables are those of the other structures: feet; radians about the lateral,
// vertical and longitudinal axis.
constexpr double kFeetPerMetre = 1 / 0.3048;
constexpr double kRadiansPerDegree = 0.017453292519943295;

void move(double& axis, float wanted, double factor) {
  if (wanted != std::numeric_limits<float>::max()) axis = static_cast<double>(wanted) * factor;
}

}  // namespace

// Inferred: DATA_ERROR for what is no number.
Outcome EyepointDesk::on(const protocol::CameraSetRelative6DOF& message, const Occasion&) {
  const std::array wanted{message.delta_x,   message.delta_y,  message.delta_z,
                          message.pitch_deg, message.bank_deg, message.heading_deg};
  for (std::uint32_t i = 0; i < wanted.size(); ++i) {
    if (!std::isfinite(wanted[i])) return Refusal{protocol::Exception::data_error, i + 1};
  }
  const auto offset = context_.simulator.resolve(kOffset);
  const auto angle = context_.simulator.resolve(kAngle);
  if (!offset || !angle) return Refusal{};
  auto place = context_.simulator.triple(*offset);
  move(place[0], message.delta_x, kFeetPerMetre);
  move(place[1], message.delta_y, kFeetPerMetre);
  move(place[2], message.delta_z, kFeetPerMetre);
  auto rotation = context_.simulator.triple(*angle);
  move(rotation[0], message.pitch_deg, kRadiansPerDegree);
  move(rotation[1], message.heading_deg, kRadiansPerDegree);
  move(rotation[2], message.bank_deg, kRadiansPerDegree);
  context_.simulator.set_triple(*offset, place);
  context_.simulator.set_triple(*angle, rotation);
  return {};
}

}  // namespace checkride::emulator
