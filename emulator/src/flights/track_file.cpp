#include "flights/track_file.hpp"

#include <array>

#include "checkride/values/ascii.hpp"

namespace checkride::emulator {
namespace {

struct Format {
  std::string_view extension;
  Result<Track> (*parse)(std::string_view text, const std::string& file, const TrackOptions& options);
  bool xml = false;  // which tells its encoding itself
};

constexpr std::array kFormats{Format{".csv", parse_csv_track}, Format{".jsonl", parse_jsonl_track},
                              Format{".ndjson", parse_jsonl_track}, Format{".gpx", parse_gpx_track, true},
                              Format{".kml", parse_kml_track, true}};

const Format* format_of(std::string_view file) {
  for (const Format& format : kFormats) {
    const std::size_t length = format.extension.size();
    if (file.size() > length && values::same_text(file.substr(file.size() - length), format.extension)) return &format;
  }
  return nullptr;
}

}  // namespace

bool is_track_file(std::string_view file) {
  return format_of(file) != nullptr;
}

Result<Track> parse_track(std::string_view text, const std::string& file, const TrackOptions& options) {
  const Format* format = format_of(file);
  if (format == nullptr) {
    return Error::invalid(file + ": no track: the name ends with .csv, .jsonl, .ndjson, .gpx or .kml");
  }
  if (!format->xml && (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))) {
    return Error::invalid(file + ":1:1: the file is in UTF-16: save it as UTF-8");
  }
  return format->parse(text, file, options);
}

}  // namespace checkride::emulator
