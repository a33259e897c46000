#include "report_folder.hpp"

#include "checkride/compress/gzip.hpp"

namespace checkride::harness {

Result<> ReportFolder::probe() {
  const std::string file = path_ + "/events/.probe";
  TRY_VOID(files_.make_directories(path_ + "/events"));
  TRY_VOID(files_.write(file, ""));
  return files_.remove(file);
}

Result<> ReportFolder::open() {
  TRY_VOID(files_.make_directories(path_ + "/events"));
  TRY(const auto names, files_.list(path_ + "/events"));
  for (const auto& name : names) {
    if (name.ends_with(".jsonl.gz")) TRY_VOID(files_.remove(path_ + "/events/" + name));
  }
  return {};
}

Result<std::unique_ptr<world::File>> ReportFolder::events_file(const std::string& scenario) {
  return files_.append_to(events_path(scenario));
}

Result<reports::ScenarioEvents> ReportFolder::read_events(const std::string& scenario) {
  reports::ScenarioEvents read{scenario, {}};
  if (!files_.exists(events_path(scenario))) return read;
  TRY(const std::string bytes, files_.read(events_path(scenario)));
  TRY(const std::string text, compress::gunzip(bytes));
  std::size_t begin = 0;
  for (auto end = text.find('\n'); end != std::string::npos; end = text.find('\n', begin)) {
    TRY(auto event, reports::event_from_json_line(std::string_view(text).substr(begin, end - begin)));
    read.events.push_back(std::move(event));
    begin = end + 1;
  }
  return read;
}

Result<> ReportFolder::write(const reports::Record& record, const reports::Environment& environment) {
  std::vector<reports::ScenarioEvents> events;
  for (const auto& scenario : record.scenarios) {
    TRY(auto read, read_events(scenario.name));
    events.push_back(std::move(read));
  }
  TRY_VOID(files_.write(path_ + "/record.json", reports::to_json(record)));
  TRY_VOID(files_.write(path_ + "/environment.json", reports::to_json(environment)));
  TRY_VOID(files_.write(path_ + "/junit.xml", reports::to_junit_xml(record, environment)));
  return files_.write(path_ + "/index.html", reports::to_html(record, environment, events));
}

}  // namespace checkride::harness
