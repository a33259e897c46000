// The log of a service: a JSON object a line, in a file of its folder, which `log: {of: SERVICE}` reads.
#pragma once

#include <boost/json/object.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "checkride/world/world.hpp"

namespace checkride::harness {

// Where it is, in the service's folder.
inline constexpr std::string_view kServiceLog = "service.log";

class ServiceLog {
 public:
  // `world` outlives this.
  ServiceLog(world::World& world, std::string folder) : world_(world), folder_(std::move(folder)) {}
  // The line's time, level and event come first. What the disk does not take is lost.
  void write(std::string_view level, std::string_view event, const boost::json::object& members);

 private:
  world::World& world_;
  std::string folder_;
  std::unique_ptr<world::File> file_;  // open from the first line on
};

}  // namespace checkride::harness
