#include "exporter/otlp_push.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <utility>

#include "checkride/compress/gzip.hpp"
#include "exporter/otlp_document.hpp"
#include "link/backoff.hpp"
#include "metrics/table.hpp"
#include "notify/http_post.hpp"
#include "service/http_manners.hpp"

namespace checkride::runtime {

namespace {

using world::Task;

constexpr std::string_view kPath = "/v1/metrics";  // OTLP's own, for an endpoint without one
constexpr std::size_t kAnswerBytesMax = 64 * 1024;
constexpr std::size_t kReasonBytesMax = 200;  // of the collector's own words, in the log
constexpr BackoffPolicy kBackoff{std::chrono::milliseconds(500), std::chrono::seconds(1), kLongestWait};

// Data points that the collector took no part of, and its reason, from the body of a success.
struct PartialSuccess {
  std::uint64_t rejected = 0;
  std::string reason;
};

PartialSuccess partial_success(std::string_view body) {
  PartialSuccess out;
  boost::system::error_code failed;
  const boost::json::value parsed = boost::json::parse(boost::json::string_view(body.data(), body.size()), failed);
  if (failed || !parsed.is_object()) return out;
  const auto* partial = parsed.as_object().if_contains("partialSuccess");
  if (partial == nullptr || !partial->is_object()) return out;
  if (const auto* count = partial->as_object().if_contains("rejectedDataPoints")) {
    if (count->is_string()) {
      const auto& text = count->as_string();
      std::from_chars(text.data(), text.data() + text.size(), out.rejected);
    } else if (count->is_int64() && count->as_int64() > 0) {
      out.rejected = static_cast<std::uint64_t>(count->as_int64());
    }
  }
  if (const auto* why = partial->as_object().if_contains("errorMessage"); why != nullptr && why->is_string()) {
    out.reason = std::string(why->as_string()).substr(0, kReasonBytesMax);
  }
  return out;
}

bool is_temporary(int status) {
  return status == 408 || status == 429 || status >= 500;
}

http::Url url_of(const std::string& endpoint) {
  const auto parsed = http::parse_url(endpoint);
  http::Url url = parsed ? *parsed : http::Url();  // a valid configuration has a URL here
  if (url.target == "/") url.target = kPath;
  return url;
}

}  // namespace

OtlpPush::OtlpPush(Context& context, OtlpConfig config)
    : context_(context),
      config_(std::move(config)),
      log_(context.log.logger("otlp")),
      random_(context.world.random("otlp")) {
  const http::Url url = url_of(config_.endpoint);
  where_ = fmt::format("{}:{}", url.host, url.port);
}

Task<> OtlpPush::run() {
  world::Clock& clock = context_.world.clock();
  world::Instant next = clock.now();
  for (;;) {
    next = std::max(next + config_.interval, clock.now());
    co_await clock.sleep_until(next);
    co_await push(next + config_.interval);
  }
}

Task<> OtlpPush::push(world::Instant deadline) {
  world::Clock& clock = context_.world.clock();
  for (std::uint32_t failures = 1;; ++failures) {
    OtlpTimes times;
    times.now = clock.utc_now();
    times.started = times.now - (clock.now() - context_.started);
    const std::string body = otlp_document(context_.metrics, context_.config.app, times);
    const Answer answer = co_await attempt(body);
    if (answer.at_once) continue;
    settle(answer);
    if (answer.delivered || !answer.again) co_return;
    const world::Duration pause =
        std::max(full_jitter(kBackoff, failures, random_), answer.retry_after.value_or(world::Duration::zero()));
    if (world::after(clock.now(), pause) >= deadline) co_return;
    co_await clock.sleep_for(pause);
  }
}

Task<OtlpPush::Answer> OtlpPush::attempt(const std::string& body) {
  Answer failed;
  failed.again = true;
  http::Url url = url_of(config_.endpoint);
  std::optional<tls::Client> trust;
  if (url.scheme == "https") {
    auto trusted = trust_.client(context_.world, config_.ca_file);
    if (!trusted) {
      failed.text = trusted.error().message();
      co_return failed;
    }
    trust = std::move(*trusted);
  }
  http::Request request;
  request.method = "POST";
  request.target = url.target;
  for (const auto& [name, value] : config_.headers) request.headers.set(name, value.reveal());
  request.headers.set("Content-Type", "application/json");
  if (packs_) request.headers.set("Content-Encoding", "gzip");
  add_traceparent(request.headers, context_.world.random("traceparent"));
  request.body = packs_ ? compress::gzip_member(body) : body;
  auto response = co_await http::fetch(context_.world, std::move(url), std::move(request), config_.timeout,
                                       kAnswerBytesMax, std::move(trust));
  if (!response) {
    failed.text = response.error().message();
    co_return failed;
  }
  co_return judge(*response);
}

// RFC 9110 15.5.16: the encoding, or the type, is not supported; without the encoding only the type is left.
bool OtlpPush::unpack_if_refused(const http::Response& response) {
  constexpr int kUnsupportedMediaType = 415;
  if (!packs_ || response.status != kUnsupportedMediaType) return false;
  packs_ = false;
  context_.metrics.counter(metric::kOtlpPushes, {"refused"}).add();
  log_.info("otlp_not_compressed", {{"collector", where_}, {"reason", "it takes no gzip (HTTP 415)"}});
  return true;
}

OtlpPush::Answer OtlpPush::judge(const http::Response& response) {
  Answer answer;
  answer.delivered = response.status >= 200 && response.status < 300;
  if (!answer.delivered) {
    answer.at_once = unpack_if_refused(response);
    answer.again = answer.at_once || is_temporary(response.status);
    answer.text = fmt::format("HTTP {}", response.status);
    if (const auto wish = response.headers.find("Retry-After")) {
      answer.retry_after = notify::parse_retry_after(*wish, context_.world.clock().utc_now());
    }
    return answer;
  }
  const PartialSuccess partial = partial_success(response.body);
  if (partial.rejected == 0) {
    // By the protocol a reason without rejected points is a warning.
    if (!partial.reason.empty()) log_.warn("otlp_warning", {{"collector", where_}, {"reason", partial.reason}});
    return answer;
  }
  context_.metrics.counter(metric::kOtlpRejected).add(static_cast<double>(partial.rejected));
  log_.warn("otlp_data_points_rejected",
            {{"collector", where_}, {"rejected", partial.rejected}, {"reason", partial.reason}});
  return answer;
}

void OtlpPush::settle(const Answer& answer) {
  const std::string_view outcome = answer.delivered ? "delivered" : answer.again ? "failed" : "refused";
  context_.metrics.counter(metric::kOtlpPushes, {outcome}).add();
  if (answer.delivered) {
    if (!last_failure_.empty()) log_.info("otlp_push_recovered", {{"collector", where_}});
    last_failure_.clear();
    last_success_ = context_.world.clock().now();
    return;
  }
  // Once per failure that is new: the next attempts would say the same.
  if (last_failure_ != answer.text) {
    log_.warn("otlp_push_failed", {{"collector", where_}, {"outcome", outcome}, {"reason", answer.text}});
  }
  last_failure_ = answer.text;
}

void OtlpPush::report(ServiceHealth& health) const {
  if (last_success_) {
    const world::Duration age = context_.world.clock().now() - *last_success_;
    health.details.push_back({"otlp_last_success_age_seconds", world::to_seconds(age)});
  }
  if (last_failure_.empty()) return;
  health.status = std::max(health.status, Status::degraded);
  health.errors.push_back("OTLP collector " + with_place(where_, last_failure_));
}

}  // namespace checkride::runtime
