// Tracks as GPX and as KML.
#include <array>
#include <utility>
#include <vector>

#include "checkride/xml/xml.hpp"
#include "flights/track_builder.hpp"

namespace checkride::emulator {
namespace {

using xml::Element;

// What a sample of these formats says: when and where. Longitude, latitude, altitude in metres is KML's order.
class PointSink {
 public:
  PointSink(const std::string& file, const TrackOptions& options) : builder_(file, options) {
    const values::Position nowhere{file, 1, 1};
    for (const std::string_view name : {"time", "longitude", "latitude", "altitude_m"}) {
      (void)builder_.column(name, nowhere);
    }
  }

  // Texts as they stand in the file; empty: not said.
  void add(std::string_view time, const std::array<std::string_view, 3>& place, const values::Position& where) {
    builder_.begin(where);
    builder_.put(0, time, where);
    for (std::size_t i = 0; i < place.size(); ++i) builder_.put(i + 1, place[i], where);
    builder_.end();
  }

  Mistakes& mistakes() { return builder_.mistakes(); }
  bool full() const { return builder_.full(); }
  Result<Track> finish() { return builder_.finish(); }

 private:
  TrackBuilder builder_;
};

// "-122.3 47.4 130", apart at any of the separators.
std::array<std::string_view, 3> coordinates_of(std::string_view text, std::string_view separators) {
  std::array<std::string_view, 3> parts;
  for (std::string_view& part : parts) {
    text = text.substr(std::min(text.find_first_not_of(separators), text.size()));
    part = text.substr(0, text.find_first_of(separators));
    text.remove_prefix(part.size());
  }
  return parts;
}

// ---- GPX
void read_points(const Element& parent, std::string_view name, PointSink& sink) {
  for (const Element& point : parent.children(name)) {
    if (sink.full()) return;
    const std::string latitude = point.attribute("lat").value_or("");
    const std::string longitude = point.attribute("lon").value_or("");
    const std::string elevation = point.child_text("ele").value_or("");
    const std::string time = point.child_text("time").value_or("");
    sink.add(time, {longitude, latitude, elevation}, point.position());
  }
}

void read_gpx(const Element& root, PointSink& sink) {
  if (root.name() != "gpx") return sink.mistakes().add(root.position(), "no GPX: expected an element gpx");
  bool recorded = false;
  for (const Element& track : root.children("trk")) {
    for (const Element& segment : track.children("trkseg")) {
      recorded = recorded || segment.child("trkpt").has_value();
      read_points(segment, "trkpt", sink);
    }
  }
  // A planned route is flown if nothing was recorded.
  if (recorded) return;
  for (const Element& route : root.children("rte")) read_points(route, "rtept", sink);
}

// ---- KML
void read_gx_track(const Element& track, PointSink& sink) {
  std::vector<Element> whens = track.children("when");
  std::vector<Element> places = track.children("gx:coord");
  if (places.empty()) places = track.children("coord");  // KML 2.3 has taken the track over
  if (whens.size() != places.size()) {
    sink.mistakes().add(track.position(), "the track has " + std::to_string(whens.size()) + " times (when) and " +
                                              std::to_string(places.size()) + " places (gx:coord)");
    return;
  }
  for (std::size_t i = 0; i < places.size() && !sink.full(); ++i) {
    const std::string time = whens[i].text();
    const std::string place = places[i].text();
    sink.add(time, coordinates_of(place, " \t\r\n"), places[i].position());
  }
}

void read_line_string(const Element& line, PointSink& sink) {
  const auto coordinates = line.child("coordinates");
  if (!coordinates) return;
  const std::string all = coordinates->text();
  std::string_view rest = all;
  constexpr std::string_view kSpaces = " \t\r\n";
  while (!sink.full()) {
    rest = rest.substr(std::min(rest.find_first_not_of(kSpaces), rest.size()));
    if (rest.empty()) return;
    const std::string_view tuple = rest.substr(0, rest.find_first_of(kSpaces));
    rest.remove_prefix(tuple.size());
    sink.add({}, coordinates_of(tuple, ","), coordinates->position());
  }
}

struct KmlParts {
  std::vector<Element> tracks;
  std::vector<Element> points;  // placemarks with a time and a place; a single one is no track
  std::vector<Element> lines;
};

// Sites that follow aircraft write a placemark for each report.
void read_point(const Element& placemark, PointSink& sink) {
  const auto stamp = placemark.child("TimeStamp");
  const auto point = placemark.child("Point");
  if (!stamp || !point) return;
  const std::string time = stamp->child_text("when").value_or("");
  const std::string place = point->child_text("coordinates").value_or("");
  sink.add(time, coordinates_of(place, ", \t\r\n"), placemark.position());
}

bool is_report(const Element& element) {
  return element.name() == "Placemark" && element.child("TimeStamp") && element.child("Point");
}

// Documents, folders and placemarks nest in any way; a stack, so that no file is too deep.
KmlParts find_kml_parts(const Element& root) {
  KmlParts parts;
  std::vector<Element> open{root};
  while (!open.empty()) {
    const Element element = open.back();
    open.pop_back();
    const std::string name = element.name();
    if (name == "gx:Track" || name == "Track") {
      parts.tracks.push_back(element);
    } else if (is_report(element)) {
      parts.points.push_back(element);
    } else if (name == "LineString") {
      parts.lines.push_back(element);
    } else {
      std::vector<Element> inside = element.children();
      open.insert(open.end(), inside.rbegin(), inside.rend());
    }
  }
  return parts;
}

void read_kml(const Element& root, PointSink& sink) {
  if (root.name() != "kml") return sink.mistakes().add(root.position(), "no KML: expected an element kml");
  const KmlParts parts = find_kml_parts(root);
  for (const Element& track : parts.tracks) read_gx_track(track, sink);
  // Lines, and placemarks along it, are how some programs draw the track once more.
  if (!parts.tracks.empty()) return;
  const bool reported = parts.points.size() > 1;
  for (const Element& point : parts.points) {
    if (reported && !sink.full()) read_point(point, sink);
  }
  if (reported) return;
  for (const Element& line : parts.lines) read_line_string(line, sink);
}

Result<Track> read_xml(std::string_view text, const std::string& file, const TrackOptions& options,
                       void (*read)(const Element&, PointSink&)) {
  TRY(const xml::Document document, xml::parse(text, file));
  PointSink sink(file, options);
  read(document.root(), sink);
  return sink.finish();
}

}  // namespace

Result<Track> parse_gpx_track(std::string_view text, const std::string& file, const TrackOptions& options) {
  return read_xml(text, file, options, read_gpx);
}

Result<Track> parse_kml_track(std::string_view text, const std::string& file, const TrackOptions& options) {
  return read_xml(text, file, options, read_kml);
}

}  // namespace checkride::emulator
