#include "services/prometheus_yml.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "checkride/harness/tls_policy.hpp"
#include "checkride/values/json.hpp"

namespace checkride::harness {

namespace {

using values::json::Writer;

constexpr world::Duration kScrapeTimeout = std::chrono::seconds(10);

std::string milliseconds(world::Duration duration) {
  return fmt::format("{}ms", std::chrono::ceil<std::chrono::milliseconds>(duration).count());
}

void write_texts(Writer& json, std::string_view key, const std::vector<std::string>& texts) {
  json.key(key).begin_array();
  for (const std::string& text : texts) json.value(text);
  json.end_array();
}

// What is asked every second must be answered within it.
void write_interval(Writer& json, world::Duration interval) {
  json.member("scrape_interval", milliseconds(interval));
  json.member("scrape_timeout", milliseconds(std::min(interval, kScrapeTimeout)));
}

// Of those of the members that are asked so.
std::vector<std::string> addresses_of(const std::vector<std::string>& members, const Addresses& addresses,
                                      const SecureMembers& secure, Scheme scheme) {
  std::vector<std::string> found;
  for (const std::string& member : members) {
    if (secure.contains(member) != (scheme == Scheme::https)) continue;
    if (const auto at = addresses.find(member); at != addresses.end()) found.push_back(at->second.text());
  }
  return found;
}

void write_trust(Writer& json) {
  json.key("tls_config").begin_object().member("ca_file", kTrustFile).end_object();
}

void write_job(Writer& json, const ScrapeJob& job, const SecureMembers& secure) {
  json.begin_object();
  json.member("job_name", job.name).member("metrics_path", job.path);
  if (job.interval) write_interval(json, *job.interval);
  json.key("file_sd_configs").begin_array().begin_object();
  write_texts(json, "files", {targets_path(job)});
  json.member("refresh_interval", "1s").end_object().end_array();
  const auto is_secure = [&](const std::string& member) { return secure.contains(member); };
  if (std::any_of(job.targets.begin(), job.targets.end(), is_secure)) write_trust(json);
  json.end_object();
}

void write_alerting(Writer& json, const PrometheusSpec& spec, const Addresses& alertmanagers) {
  json.key("alerting").begin_object().key("alertmanagers").begin_array().begin_object();
  json.key("static_configs").begin_array().begin_object();
  write_texts(json, "targets", addresses_of(spec.alertmanagers, alertmanagers, {}, Scheme::http));
  json.end_object().end_array().end_object().end_array().end_object();
}

}  // namespace

std::string targets_path(const ScrapeJob& job) {
  return "targets-" + job.name + ".json";
}

std::string targets_json(const ScrapeJob& job, const Addresses& targets, const SecureMembers& secure) {
  std::string text;
  Writer json(text);
  json.begin_array().begin_object();
  write_texts(json, "targets", addresses_of(job.targets, targets, secure, Scheme::http));
  json.end_object();
  const std::vector<std::string> by_https = addresses_of(job.targets, targets, secure, Scheme::https);
  if (!by_https.empty()) {
    json.begin_object();
    write_texts(json, "targets", by_https);
    json.key("labels").begin_object().member("__scheme__", "https").end_object().end_object();
  }
  json.end_array();
  return text;
}

std::string prometheus_yml(const PrometheusSpec& spec, const std::vector<std::string>& rules,
                           const Addresses& alertmanagers, const SecureMembers& secure) {
  std::string text;
  Writer json(text);
  json.begin_object().key("global").begin_object();
  write_interval(json, spec.interval);
  json.member("evaluation_interval", milliseconds(spec.evaluation)).end_object();
  write_texts(json, "rule_files", rules);
  json.key("scrape_configs").begin_array();
  for (const ScrapeJob& job : spec.jobs) write_job(json, job, secure);
  json.end_array();
  if (!spec.alertmanagers.empty()) write_alerting(json, spec, alertmanagers);
  json.end_object();
  return text;
}

std::string alertmanager_yml(const AlertmanagerSpec& spec, const std::map<std::string, std::string>& urls) {
  std::string text;
  Writer json(text);
  json.begin_object().key("route").begin_object();
  json.member("receiver", spec.route);
  write_texts(json, "group_by", spec.group_by);
  json.member("group_wait", milliseconds(spec.group_wait));
  json.member("group_interval", milliseconds(spec.group_interval));
  json.member("repeat_interval", milliseconds(spec.repeat)).end_object();
  json.key("receivers").begin_array();
  for (const ReceiverSpec& receiver : spec.receivers) {
    json.begin_object().member("name", receiver.name).key("webhook_configs").begin_array().begin_object();
    const std::string& url = urls.at(receiver.webhook);
    json.member("url", url).member("send_resolved", true);
    if (url.starts_with("https://")) {
      json.key("http_config").begin_object();
      write_trust(json);
      json.end_object();
    }
    json.end_object().end_array().end_object();
  }
  json.end_array().end_object();
  return text;
}

}  // namespace checkride::harness
