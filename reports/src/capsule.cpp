#include "checkride/reports/capsule.hpp"

#include <fmt/format.h>

#include "checkride/compress/gzip.hpp"
#include "checkride/values/base64.hpp"
#include "checkride/values/json.hpp"
#include "checkride/values/utf8.hpp"
#include "cursor.hpp"

namespace checkride::reports {
namespace {

using JsonWriter = values::json::Writer;

constexpr std::string_view kFormat = "checkride.capsule";
constexpr std::string_view kElement = "<script type=\"application/gzip+base64\" id=\"capsule\">";
constexpr std::string_view kElementEnd = "</script>";
constexpr std::size_t kUnpackedBytesMax = std::size_t{256} << 20;  // scenario files are small; this page is not ours

void write_texts(JsonWriter& json, std::string_view name, const std::vector<std::string>& texts) {
  json.key(name).begin_array();
  for (const std::string& text : texts) json.value(text);
  json.end_array();
}

void write(JsonWriter& json, const CapsuleRun& run) {
  json.begin_object();
  json.member("name", run.name);
  json.member("file", run.file);
  json.member("case", run.case_name);
  json.member("rig", run.rig);
  json.member("verdict", run.verdict);
  json.member("reason", run.reason);
  json.key("params").begin_array();
  for (const auto& [name, value] : run.params) json.begin_array().value(name).value(value).end_array();
  json.end_array();
  json.member("seed", run.seed);
  json.member("shuffle", run.shuffle);
  write_texts(json, "simulators", run.simulators);
  write_texts(json, "files", run.files);
  json.key("trace_hash");
  if (run.trace_hash) {
    json.value(fmt::format("{:016x}", *run.trace_hash));
  } else {
    json.null();
  }
  json.end_object();
}

// A file is read again byte by byte: what is no UTF-8 cannot stand in JSON as it is.
void write_file(JsonWriter& json, const std::string& path, const std::string& content) {
  json.begin_object();
  json.member("path", path);
  if (values::is_utf8(content)) {
    json.member("text", content);
  } else {
    json.member("base64", values::base64(content));
  }
  json.end_object();
}

std::pair<std::string, std::string> read_param(const Cursor& cursor) {
  const std::vector<std::string> both = read_texts(cursor);
  if (both.size() != 2) {
    cursor.fail("a name and a value");
    return {};
  }
  return {both[0], both[1]};
}

CapsuleRun read_run(const Cursor& cursor) {
  CapsuleRun run;
  run.name = cursor["name"].text();
  run.file = cursor["file"].text();
  run.case_name = cursor["case"].text();
  run.rig = cursor["rig"].text();
  run.verdict = cursor["verdict"].text();
  run.reason = cursor["reason"].text();
  cursor["params"].each([&](const Cursor& entry) { run.params.push_back(read_param(entry)); });
  run.seed = cursor["seed"].whole();
  run.shuffle = cursor["shuffle"].truth();
  run.simulators = read_texts(cursor["simulators"]);
  run.files = read_texts(cursor["files"]);
  run.trace_hash = read_hash(cursor["trace_hash"]);
  return run;
}

void read_file(const Cursor& cursor, std::map<std::string, std::string>& files) {
  const std::string path = cursor["path"].text();
  if (!cursor.has("base64")) {
    files[path] = cursor["text"].text();
    return;
  }
  std::optional<std::string> content = values::from_base64(cursor["base64"].text());
  if (!content) return cursor["base64"].fail("base64");
  files[path] = std::move(*content);
}

// Each file that a run names is there.
void check_files(const Cursor& root, const Capsule& capsule) {
  root["runs"].each([&](const Cursor& run) {
    run["files"].each([&](const Cursor& entry) {
      if (!capsule.files.contains(entry.text())) entry.fail("the path of a file of the capsule");
    });
  });
}

}  // namespace

std::string to_json(const Capsule& capsule) {
  std::string text;
  JsonWriter json(text);
  json.begin_object();
  json.member("format", kFormat);
  json.member("version", 1);
  json.member("checkride", capsule.version);
  json.member("revision", capsule.revision);
  json.member("compiler", capsule.compiler);
  json.key("runs").begin_array();
  for (const CapsuleRun& run : capsule.runs) write(json, run);
  json.end_array();
  json.key("files").begin_array();
  for (const auto& [path, content] : capsule.files) write_file(json, path, content);
  json.end_array();
  json.end_object();
  return text + "\n";
}

Result<Capsule> capsule_from_json(std::string_view text) {
  TRY(const json::value document, parse_json(text, "the capsule"));
  std::string error;
  const Cursor root(document, "", error);
  Capsule capsule;
  if (root["format"].text() != kFormat) root["format"].fail(fmt::format("\"{}\"", kFormat));
  if (root["version"].whole() != 1) root["version"].fail("version 1, the only one that this program replays");
  capsule.version = root["checkride"].text();
  capsule.revision = root["revision"].text();
  capsule.compiler = root["compiler"].text();
  root["runs"].each([&](const Cursor& entry) { capsule.runs.push_back(read_run(entry)); });
  root["files"].each([&](const Cursor& entry) { read_file(entry, capsule.files); });
  if (error.empty()) check_files(root, capsule);
  if (!error.empty()) return Error::invalid("capsule: " + error);
  return capsule;
}

std::string to_html_element(const Capsule& capsule) {
  if (capsule.runs.empty()) return {};
  return fmt::format("{}{}{}\n", kElement, values::base64(compress::gzip_member(to_json(capsule))), kElementEnd);
}

Result<Capsule> capsule_from_html(std::string_view page) {
  const std::size_t begin = page.find(kElement);
  if (begin == std::string_view::npos) {
    return Error::invalid("the page has no replay capsule: it is no report, or one of a version that wrote none");
  }
  const std::string_view rest = page.substr(begin + kElement.size());
  const std::size_t end = rest.find(kElementEnd);
  if (end == std::string_view::npos) return Error::invalid("the page ends inside its replay capsule");
  const std::optional<std::string> packed = values::from_base64(rest.substr(0, end));
  if (!packed) return Error::invalid("the replay capsule of the page is damaged: it is not base64");
  TRY(const std::string text, compress::gunzip(*packed, compress::CutEnd::error, kUnpackedBytesMax));
  return capsule_from_json(text);
}

}  // namespace checkride::reports
