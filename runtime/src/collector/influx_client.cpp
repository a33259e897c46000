#include "collector/influx_client.hpp"

#include <fmt/format.h>

#include <utility>

#include "checkride/values/base64.hpp"
#include "service/http_manners.hpp"

namespace checkride::runtime::collector {

namespace {

using Kind = InfluxVerdict::Kind;

constexpr std::size_t kAnswerBytesMax = 64 * 1024;

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '_' || c == '.' || c == '~';
    if (plain) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

std::string basic_credentials(const InfluxConfig& influx) {
  return values::base64(influx.username + ":" + influx.password.reveal());
}

InfluxVerdict verdict(Kind kind, std::string reason) {
  InfluxVerdict out;
  out.kind = kind;
  out.reason = std::move(reason);
  return out;
}

}  // namespace

InfluxClient::InfluxClient(world::World& world, InfluxConfig config, std::string section)
    : world_(world),
      config_(std::move(config)),
      section_(std::move(section)),
      told_{Secret(basic_credentials(config_)), config_.password, config_.token} {
  if (const auto url = http::parse_url(config_.url)) place_ = fmt::format("{}:{}", url->host, url->port);
}

http::Request InfluxClient::request_of(std::string lines, const std::string& base) const {
  http::Request request;
  request.method = "POST";
  const std::string folder = base == "/" ? "" : base;
  if (config_.version == 1) {
    request.target = fmt::format("{}/write?db={}&precision=ns", folder, percent_encoded(config_.database));
    if (!config_.username.empty()) {
      request.headers.set("Authorization", "Basic " + basic_credentials(config_));
    }
  } else {
    request.target = fmt::format("{}/api/v2/write?org={}&bucket={}&precision=ns", folder,
                                 percent_encoded(config_.organization), percent_encoded(config_.bucket));
    if (!config_.token.empty()) request.headers.set("Authorization", "Token " + config_.token.reveal());
  }
  request.headers.set("Content-Type", "text/plain; charset=utf-8");
  request.body = std::move(lines);
  return request;
}

Result<std::optional<tls::Client>> InfluxClient::trust_of(const http::Url& url) {
  if (url.scheme != "https") return std::optional<tls::Client>();
  TRY(tls::Client trust, trust_.client(world_, config_.ca_file));
  return std::optional<tls::Client>(std::move(trust));
}

world::Task<InfluxVerdict> InfluxClient::post(std::string lines) {
  auto url = http::parse_url(config_.url);
  if (!url) co_return verdict(Kind::permanent, unusable());
  auto trust = trust_of(*url);
  if (!trust) co_return verdict(Kind::permanent, trust.error().message());
  http::Request request = request_of(std::move(lines), url->target);
  add_traceparent(request.headers, world_.random("traceparent"));
  auto answer = co_await http::fetch(world_, std::move(*url), std::move(request), config_.timeout, kAnswerBytesMax,
                                     std::move(*trust));
  if (!answer) co_return verdict(Kind::temporary, without_secrets(answer.error().message(), told_));
  co_return judge_influx(answer->status, answer->headers.find("Retry-After"), answer->body, told_);
}

world::Task<Result<>> InfluxClient::probe() {
  auto url = http::parse_url(config_.url);
  if (!url) co_return Error::invalid(unusable());
  auto trust = trust_of(*url);
  if (!trust) co_return trust.error();
  http::Request request;
  request.method = "GET";
  request.target = (url->target == "/" ? "" : url->target) + "/ping";
  auto answer = co_await http::fetch(world_, std::move(*url), std::move(request), config_.timeout, kAnswerBytesMax,
                                     std::move(*trust));
  if (!answer) co_return Error(answer.error().code(), without_secrets(answer.error().message(), told_));
  if (answer->status / 100 == 2) co_return Result<>();
  co_return Error::invalid(fmt::format("{} answers {} to GET /ping", place_, answer->status));
}

}  // namespace checkride::runtime::collector
