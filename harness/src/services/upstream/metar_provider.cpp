#include "services/upstream/metar_provider.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <vector>

#include "checkride/values/ascii.hpp"
#include "services/upstream/latency.hpp"

namespace checkride::harness {

namespace {

namespace json = boost::json;

constexpr std::string_view kAviationPath = "/api/data/metar";
constexpr std::string_view kCheckwxPath = "/metar/";
constexpr std::string_view kDecoded = "/decoded";
constexpr std::size_t kStationsMax = 100;  // of one request

std::vector<std::string> stations_in(std::string_view list) {
  std::vector<std::string> stations;
  while (!list.empty() && stations.size() < kStationsMax) {
    const auto end = std::min(list.find(','), list.size());
    stations.push_back(values::upper(list.substr(0, end)));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return stations;
}

http::Response checkwx_error(int status, std::string_view word, std::string_view message) {
  json::object document;
  document["statusCode"] = status;
  document["error"] = word;
  document["message"] = message;
  return http::json_response(status, json::serialize(document));
}

HttpMemberSettings settings_of(const MetarSpec& spec) {
  HttpMemberSettings settings;
  settings.tls = spec.tls;
  return settings;
}

}  // namespace

MetarProvider::MetarProvider(ServicePlace place, MetarSpec spec)
    : HttpMember(std::move(place), MemberKind::metar, settings_of(spec)),
      spec_(std::move(spec)),
      book_(spec_.stations, spec_.every) {
  if (spec_.limit) limit_.emplace(spec_.limit->rate);
}

world::Task<http::Response> MetarProvider::answer(const http::Request& request, world::Duration slow) {
  const world::Duration takes = slow + draw_latency(spec_.latency, world().random(place().name + "/latency"));
  if (takes > world::Duration::zero()) co_await world().clock().sleep_for(takes);
  auto refusal = refuse(request);
  http::Response response = refusal ? std::move(*refusal) : look_up(request);
  json::object line;
  const auto id = request.headers.find("X-Request-Id");
  line["request_id"] = id ? std::string(*id) : std::string();
  line["method"] = request.method;
  line["path"] = request.path();
  line["status"] = response.status;
  log().write("info", "request", line);
  co_return response;
}

std::optional<http::Response> MetarProvider::refuse(const http::Request& request) {
  const auto key = request.headers.find("X-API-Key");
  if (!spec_.key.empty() && (!key || *key != spec_.key)) {
    return checkwx_error(401, "Unauthorized", "the header X-API-Key must have a key that is known");
  }
  if (!limit_) return std::nullopt;
  const std::string whose = spec_.limit->per == LimitPer::client ? request.remote.host
                            : spec_.limit->per == LimitPer::key  ? std::string(key.value_or(""))
                                                                 : std::string();
  const auto wait = limit_->ask(whose, world().clock().now());
  if (!wait) return std::nullopt;
  http::Response refusal = checkwx_error(spec_.limit->status, "Too Many Requests", "the limit is reached");
  const auto seconds = std::max(std::chrono::ceil<std::chrono::seconds>(*wait), std::chrono::seconds(1));
  refusal.headers.set("Retry-After", fmt::to_string(seconds.count()));
  return refusal;
}

http::Response MetarProvider::look_up(const http::Request& request) const {
  return spec_.flavour == MetarFlavour::aviationweather ? aviationweather(request) : checkwx(request);
}

http::Response MetarProvider::aviationweather(const http::Request& request) const {
  if (request.path() != kAviationPath) return http::error_response(404, "not_found", "there is only /api/data/metar");
  const auto ids = request.query("ids");
  if (!ids || ids->empty()) return http::error_response(400, "no_ids", "ids says which stations: ?ids=KSEA");
  const bool as_json = request.query("format").value_or("raw") == "json";
  std::string lines;
  std::string objects;
  for (const std::string& icao : stations_in(*ids)) {
    const auto metar = good_icao(icao) ? book_.report(icao, world().clock().utc_now()) : std::nullopt;
    if (!metar) continue;
    lines += metar_text(*metar) + "\n";
    objects += (objects.empty() ? "" : ",") + aviationweather_json(*metar);
  }
  return as_json ? http::json_response(200, "[" + objects + "]") : http::text_response(200, lines);
}

http::Response MetarProvider::checkwx(const http::Request& request) const {
  std::string path = request.path();
  if (!path.starts_with(kCheckwxPath)) return checkwx_error(404, "Not Found", "there is only /metar/STATION");
  const bool decoded = path.ends_with(kDecoded);
  if (decoded) path.resize(path.size() - kDecoded.size());
  json::array data;
  for (const std::string& icao : stations_in(std::string_view(path).substr(kCheckwxPath.size()))) {
    const auto metar = good_icao(icao) ? book_.report(icao, world().clock().utc_now()) : std::nullopt;
    if (!metar) continue;
    data.push_back(decoded ? json::parse(checkwx_json(*metar)) : json::value(metar_text(*metar).substr(6)));
  }
  json::object document;
  document["results"] = data.size();
  document["data"] = std::move(data);
  return http::json_response(200, json::serialize(document));
}

}  // namespace checkride::harness
