#include "services/upstream/service_log.hpp"

#include <boost/json.hpp>

namespace checkride::harness {

void ServiceLog::write(std::string_view level, std::string_view event, const boost::json::object& members) {
  if (!file_) {
    if (!world_.files().make_directories(folder_)) return;
    auto opened = world_.files().append_to(folder_ + "/" + std::string(kServiceLog));
    if (!opened) return;
    file_ = std::move(*opened);
  }
  boost::json::object line;
  line["ts"] = world::format_rfc3339(world_.clock().utc_now());
  line["level"] = level;
  line["msg"] = event;
  for (const auto& member : members) line[member.key()] = member.value();
  (void)file_->append(boost::json::serialize(line) + "\n");  // lost, as the declaration says
}

}  // namespace checkride::harness
