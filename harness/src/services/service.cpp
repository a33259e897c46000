#include "services/service.hpp"

namespace checkride::harness {

world::Task<Result<>> RunningService::stop(world::Instant) {
  co_return Result<>();
}

Result<std::string> RunningService::inject(const ServiceFault& fault) {
  return Error::invalid("this service has no fault \"" + fault.kind + "\"");
}

Result<> RunningService::clear(const std::string& id) {
  return Error::invalid("this service has no fault \"" + id + "\"");
}

world::Task<Result<>> RunningService::set(ServiceChange) {
  co_return Error::invalid("this service has nothing that can be set");
}

}  // namespace checkride::harness
