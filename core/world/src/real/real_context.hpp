// The io_context of a RealWorld.
#pragma once

#include <boost/asio/io_context.hpp>

#include "checkride/world/task.hpp"
#include "parking.hpp"

namespace checkride::world::real {

class RealContext : public asio::io_context {
 public:
  RealContext() : asio::io_context(1) {}  // One thread runs it.
  // Destroys everything that still waits, while what it refers to is there. Nothing runs on the context afterwards.
  void drop_all() {
    asio::use_service<LoopService>(*this).parking->dropping = true;
    shutdown();
  }
};

}  // namespace checkride::world::real
