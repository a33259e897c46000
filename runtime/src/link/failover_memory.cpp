#include "link/failover_memory.hpp"

#include <boost/json.hpp>

#include "checkride/values/json.hpp"

namespace checkride::runtime::link {

FailoverMemory::FailoverMemory(world::Files& files, const std::string& state_dir, const std::string& flight)
    : files_(files), folder_(state_dir + "/failover"), path_(folder_ + "/" + flight + ".json") {}

Result<std::optional<FailoverChoice>> FailoverMemory::recall() const {
  if (!files_.exists(path_)) return std::optional<FailoverChoice>();
  TRY(const std::string text, files_.read(path_));
  boost::system::error_code failed;
  const boost::json::value parsed = boost::json::parse(boost::json::string_view(text.data(), text.size()), failed);
  const boost::json::object* object = failed ? nullptr : parsed.if_object();
  const boost::json::value* simulator = object == nullptr ? nullptr : object->if_contains("simulator");
  const boost::json::value* asked_for = object == nullptr ? nullptr : object->if_contains("asked_for");
  if (simulator == nullptr || !simulator->is_string() || asked_for == nullptr || !asked_for->is_bool()) {
    return Error::invalid(path_ +
                          ": expected {\"simulator\": NAME, \"asked_for\": true or false}; remove the file to " +
                          "begin with the primary");
  }
  FailoverChoice choice;
  choice.simulator = std::string(simulator->as_string());
  choice.asked_for = asked_for->as_bool();
  return std::optional(std::move(choice));
}

Result<> FailoverMemory::keep(const FailoverChoice& choice) const {
  std::string text;
  values::json::Writer json(text);
  json.begin_object().member("simulator", choice.simulator).member("asked_for", choice.asked_for).end_object();
  text += '\n';
  TRY_VOID(files_.make_directories(folder_));
  return files_.write(path_, text);
}

}  // namespace checkride::runtime::link
