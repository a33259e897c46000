#include "config/load.hpp"

namespace checkride::runtime {

namespace {

// The read error, with what to do about it.
Error unreadable(const Error& error) {
  const bool absent = error.code() == boost::system::errc::no_such_file_or_directory;
  const std::string hint = absent ? " (--config FILE names another)" : "";
  return Error::invalid(error.with("cannot read the configuration").message() + hint);
}

// Names the library only for people who know the guide: the monitor speaks the protocol itself.
const std::vector<std::string> kNeverInterpolated{"simconnect_dll"};

Error failed(std::string_view step, const values::Diagnostics& errors) {
  return Error::invalid(std::string(step) + ":\n" + errors.text());
}

}  // namespace

Result<LoadedConfig> load_config(const std::vector<std::string>& paths, const ConfigSource& source) {
  values::Diagnostics syntax;
  values::Document merged;
  for (const std::string& path : paths) {
    TRY(const std::string text, [&]() -> Result<std::string> {
      auto read = source.files.read(path);
      if (!read) return unreadable(read.error());
      return read;
    }());
    if (const auto document = values::load(text, path, syntax)) merged = values::merge(merged, *document);
  }
  if (!syntax.empty()) return failed("cannot parse the configuration", syntax);

  values::Diagnostics errors;
  const values::Document filled = values::interpolate(merged, source.environment, errors, kNeverInterpolated);
  LoadedConfig loaded;
  loaded.config = read_config(filled, errors);
  errors.sort();
  if (!errors.empty()) return failed("invalid configuration", errors);
  loaded.notices = notices_of(loaded.config);
  return loaded;
}

}  // namespace checkride::runtime
