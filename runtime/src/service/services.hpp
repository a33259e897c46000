// How the services are made; each is built in its own folder. All are made before the first is started.
#pragma once

#include <memory>

#include "service/context.hpp"
#include "service/service.hpp"

namespace checkride::runtime {

std::unique_ptr<Service> make_flight_monitor(Context& context);  // link/
std::unique_ptr<Service> make_data_collector(Context& context);  // collector/
std::unique_ptr<Service> make_alert_manager(Context& context);   // alerts/

}  // namespace checkride::runtime
