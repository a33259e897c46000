#include "config/sections/metrics_exporter.hpp"

#include <algorithm>

#include "checkride/http/http.hpp"
#include "config/tree.hpp"

namespace checkride::runtime {

namespace {

using namespace std::chrono_literals;

// A field name and what may stand behind it (RFC 9110 5): a token, and no control characters.
bool is_header_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
  });
}
bool is_header_value(std::string_view value) {
  return std::all_of(value.begin(), value.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= ' ' && c != 127; });
}

bool is_health_path(std::string_view path) {
  for (const std::string_view own : {"/health", "/api/", "/-/", "/livez", "/readyz", "/config"}) {
    if (path.starts_with(own)) return true;
  }
  return false;
}

void read_headers(values::MapReader& map, OtlpConfig& otlp) {
  map.entries("headers", [&](const values::Entry& entry) {
    const auto file_of = secret_of_file_key(entry.key);
    const std::string name = file_of.value_or(entry.key);
    if (!is_header_name(name)) {
      map.error("headers", "\"" + name + "\" is no header name: letters, digits, '-' and '_'");
      return;
    }
    if (file_of) return;  // files are read by whoever loads the document
    auto value = values::read_secret(entry.value, map.errors());
    if (!value) return;
    if (!is_header_value(value->reveal())) {
      map.error("headers", "the value of " + name + " has a control character; headers are one line");
    } else {
      otlp.headers.emplace_back(name, std::move(*value));
    }
  });
}

void read_otlp(values::MapReader& map, OtlpConfig& otlp) {
  if (map.required("endpoint", &otlp.endpoint) && !http::parse_url(otlp.endpoint)) {
    map.error("endpoint", "expected an http or https URL, such as http://127.0.0.1:4318/v1/metrics");
  }
  read_headers(map, otlp);
  map.optional("interval", &otlp.interval, {1s, 1h});
  map.optional("timeout", &otlp.timeout, {1s, 5min});
  map.optional("ca_file", &otlp.ca_file);
  if (otlp.timeout > otlp.interval) {
    map.error(map.has("timeout") ? "timeout" : "interval",
              "timeout " + values::format_duration(otlp.timeout) + " is longer than interval " +
                  values::format_duration(otlp.interval) + ": attempts would overlap; shorten timeout, or lengthen " +
                  "interval");
  }
}

enum class Type { prometheus, influxdb };

// The other type keeps the section and writes nothing, as a section does that is not enabled.
void read_target(values::MapReader& map, Type type, MetricsExporterConfig* exporter) {
  map.map("influx", [&](values::MapReader& section) { read_influx(section, &exporter->influx.emplace()); });
  if (type == Type::influxdb) {
    if (!map.has("influx")) {
      map.error("type",
                "influxdb needs to know where: add influx: {url: \"http://127.0.0.1:8086\"}, or take prometheus");
    }
    return;
  }
  exporter->influx_unused = exporter->influx.has_value();
  exporter->influx.reset();
}

}  // namespace

void read_metrics_exporter(values::MapReader& map, MetricsExporterConfig* exporter) {
  Type type{};
  map.optional("enabled", &exporter->enabled);
  map.choice<Type>("type", &type, {{"prometheus", Type::prometheus}, {"influxdb", Type::influxdb}});
  map.optional("address", &exporter->address);
  map.optional("port", &exporter->port);
  if (map.optional("path", &exporter->path)) {
    const std::string& path = exporter->path;
    if (!path.starts_with('/') || path.find_first_of("?#{} ") != std::string::npos) {
      map.error("path", "expected a path that begins with '/', such as /metrics");
    } else if (path == "/") {
      map.error("path", "the landing page is at \"/\"; take another, such as /metrics");
    } else if (is_health_path(path)) {
      map.error("path", "\"" + path + "\" belongs to the health listener; take another, such as /metrics");
    }
  }
  map.optional("interval", &exporter->interval, {1s, 1h});
  map.optional("bare_flight_gauges", &exporter->bare_flight_gauges);
  map.optional("stale_after", &exporter->stale_after, {1s, 24h});
  map.map("otlp", [&](values::MapReader& otlp) { read_otlp(otlp, exporter->otlp.emplace()); });
  read_target(map, type, exporter);
}

}  // namespace checkride::runtime
