#include "suite/job_messages.hpp"

#include <boost/json.hpp>

namespace checkride::harness {

namespace {

namespace json = boost::json;

// The first character of a message.
constexpr char kProgress = 'p';
constexpr char kRecord = 'r';
constexpr char kTrouble = 't';

std::string encode(const JobProgress& progress) {
  json::object object;
  object["job"] = progress.job;
  object["at"] = progress.at_seconds;
  object["line"] = progress.line;
  object["text"] = progress.text;
  object["events"] = progress.events;
  return kProgress + json::serialize(object);
}

// As in the record of a run, whose JSON loses nothing.
std::string encode(const reports::ScenarioRecord& run) {
  reports::Record record;
  record.rig = run.rig;
  record.seed = run.seed;
  record.scenarios.push_back(run);
  return kRecord + reports::to_json(record);
}

std::string encode(const JobTrouble& trouble) {
  return kTrouble + trouble.text;
}

Result<JobMessage> read_progress(std::string_view text) {
  json::error_code code;
  const json::value value = json::parse({text.data(), text.size()}, code);
  const json::object* object = code ? nullptr : value.if_object();
  if (object == nullptr) return Error::invalid("progress of a worker: not an object");
  try {
    JobProgress progress;
    progress.job = object->at("job").to_number<std::size_t>();
    progress.at_seconds = object->at("at").to_number<double>();
    progress.line = object->at("line").to_number<int>();
    progress.text = json::value_to<std::string>(object->at("text"));
    progress.events = object->at("events").to_number<std::uint64_t>();
    return JobMessage(std::move(progress));
  } catch (const std::exception& error) {
    return Error::invalid(std::string("progress of a worker: ") + error.what());
  }
}

Result<JobMessage> read_record(std::string_view text) {
  TRY(reports::Record record, reports::record_from_json(text));
  if (record.scenarios.size() != 1) return Error::invalid("record of a worker: not of one run");
  return JobMessage(std::move(record.scenarios.front()));
}

}  // namespace

std::string to_message(const JobMessage& message) {
  return std::visit([](const auto& what) { return encode(what); }, message);
}

Result<JobMessage> read_message(std::string_view message) {
  const std::string_view content = message.substr(message.empty() ? 0 : 1);
  if (message.starts_with(kProgress)) return read_progress(content);
  if (message.starts_with(kRecord)) return read_record(content);
  if (message.starts_with(kTrouble)) return JobMessage(JobTrouble{std::string(content)});
  return Error::invalid("message of a worker: of an unknown kind");
}

}  // namespace checkride::harness
