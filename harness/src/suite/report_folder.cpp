#include "report_folder.hpp"

#include "checkride/compress/gzip.hpp"

namespace checkride::harness {

std::string capture_folder(const std::string& report_folder, const std::string& run) {
  return report_folder + "/captures/" + run;
}

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

Result<std::unique_ptr<world::File>> ReportFolder::events_file(const std::string& run) {
  return files_.append_to(events_path(run));
}

Result<reports::ScenarioEvents> ReportFolder::read_events(const std::string& run) {
  reports::ScenarioEvents read{run, {}};
  if (!files_.exists(events_path(run))) return read;
  TRY(const std::string bytes, files_.read(events_path(run)));
  TRY(const std::string text, compress::gunzip(bytes, compress::CutEnd::ignored));
  std::size_t begin = 0;
  for (auto end = text.find('\n'); end != std::string::npos; end = text.find('\n', begin)) {
    TRY(auto event, reports::event_from_json_line(std::string_view(text).substr(begin, end - begin)));
    read.events.push_back(std::move(event));
    begin = end + 1;
  }
  return read;
}

Result<> ReportFolder::write(const reports::Record& record, const reports::Environment& environment,
                             const reports::Capsule& capsule) {
  std::vector<reports::ScenarioEvents> events;
  for (const auto& run : record.scenarios) {
    TRY(auto read, read_events(run.name));
    events.push_back(std::move(read));
  }
  TRY_VOID(files_.write(path_ + "/record.json", reports::to_json(record)));
  TRY_VOID(files_.write(path_ + "/environment.json", reports::to_json(environment)));
  TRY_VOID(files_.write(path_ + "/junit.xml", reports::to_junit_xml(record, environment)));
  return files_.write(path_ + "/index.html", reports::to_html(record, environment, events, &capsule));
}

}  // namespace checkride::harness
