#include "collector/telemetry_keys.hpp"

#include <boost/system/errc.hpp>

#include "checkride/compress/gzip.hpp"
#include "checkride/compress/zstd.hpp"
#include "collector/telemetry_files.hpp"

namespace checkride::runtime::collector {

namespace {

// A running monitor completes a file, and its name changes, at any moment. None: it went away altogether.
Result<std::optional<std::string>> read_or_gone(world::Files& files, const std::string& path) {
  namespace errc = boost::system::errc;
  auto bytes = files.read(path);
  if (!bytes && bytes.error().code() == errc::no_such_file_or_directory && path.ends_with(kPartEnding)) {
    bytes = files.read(path.substr(0, path.size() - kPartEnding.size()));
  }
  if (bytes) return std::optional<std::string>(std::move(*bytes));
  if (bytes.error().code() == errc::no_such_file_or_directory) return std::optional<std::string>();
  return bytes.error();
}

}  // namespace

Result<std::string> telemetry_text(std::string_view name, std::string bytes) {
  if (name.find(".gz") != std::string_view::npos) return compress::gunzip(bytes, compress::CutEnd::ignored);
  if (name.find(".zst") != std::string_view::npos) return compress::unzstd(bytes, compress::CutEnd::ignored);
  return bytes;
}

void each_key(std::string_view text, const std::function<void(const TelemetryKey&)>& each) {
  TelemetryLines lines(text.substr(0, whole_lines(text)));
  while (const auto key = lines.next_key()) each(*key);
}

Result<> read_telemetry_files(world::Files& files, const std::string& folder, const SinkPosition& position,
                              const std::function<void(const TelemetryKey&)>& each, std::vector<std::string>* notes) {
  if (!files.exists(folder)) return {};
  TRY(const std::vector<std::string> names, files.list(folder));
  for (const std::string& name : names) {
    if (!begun_at(name)) continue;
    TRY(auto bytes, read_or_gone(files, folder + "/" + name));
    if (!bytes) {
      notes->push_back(folder + "/" + name + ": it went away meanwhile");
      continue;
    }
    if (name == position.file + std::string(kPartEnding) && bytes->size() > position.bytes) {
      bytes->resize(position.bytes);
    }
    const auto text = telemetry_text(name, std::move(*bytes));
    if (!text) {
      notes->push_back(folder + "/" + name + ": " + text.error().message());
      continue;
    }
    each_key(*text, each);
  }
  return {};
}

}  // namespace checkride::runtime::collector
