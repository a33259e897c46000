#include "notify/alertmanager_channel.hpp"

#include <algorithm>
#include <utility>

#include "checkride/values/json.hpp"
#include "notify/alert_json.hpp"
#include "notify/http_post.hpp"
#include "notify/outbox_records.hpp"
#include "service/http_manners.hpp"

namespace checkride::runtime::notify {

namespace {

// Alerts in one post, as Prometheus has it.
constexpr std::size_t kBatch = 64;

bool is_over(const Notification& alert) {
  return alert.kind == NotificationKind::resolved;
}

}  // namespace

std::string alertmanager_body(const std::vector<Notification>& alerts, world::UtcTime ends, std::string_view link) {
  std::string body;
  values::json::Writer json(body);
  json.begin_array();
  for (const Notification& alert : alerts) {
    json.begin_object();
    write_labels(json, "labels", labels_of(alert));
    write_labels(json, "annotations", annotations_of(alert));
    json.member("startsAt", world::format_rfc3339(alert.fired_at));
    json.member("endsAt", world::format_rfc3339(is_over(alert) ? alert.at : ends));
    if (!link.empty()) json.member("generatorURL", alerts_link(link));
    json.end_object();
  }
  json.end_array();
  return body;
}

AlertmanagerChannel::AlertmanagerChannel(Context& context, TrustStore& trust, AlertmanagerConfig config,
                                         std::string link)
    : context_(context),
      trust_(trust),
      config_(std::move(config)),
      link_(std::move(link)),
      log_(context.log.logger("notify")),
      path_(context.config.app.state_dir + "/outbox/alertmanager.alerts") {
  for (const std::string& url : config_.urls) members_.push_back(Member{url + "/api/v2/alerts"});
  load();
}

world::Task<Outcome> AlertmanagerChannel::deliver(Parcel& parcel) {
  for (const Notification& alert : parcel.group.alerts) remember(alert);
  save();
  Outcome outcome = co_await tell_all(parcel.group.alerts, trace_id_of(parcel));
  if (outcome.verdict != Verdict::temporary) parcel.targets.clear();
  co_return outcome;
}

world::Task<> AlertmanagerChannel::keep_up() {
  while (true) {
    co_await context_.world.clock().sleep_for(config_.resend_interval);
    if (known_.empty()) continue;
    look_at_board();
    forget_old();
    const Outcome outcome = co_await tell_all(everything(), make_trace_id(context_.world.random("traceparent")));
    if (outcome.verdict == Verdict::delivered) continue;
    log_.warn("alerts_not_sent_again", {{"integration", name()}, {"reason", outcome.text}});
  }
}

void AlertmanagerChannel::remember(const Notification& alert) {
  const std::string key = fingerprint_of(labels_of(alert));
  const auto known = known_.find(key);
  // A parcel that waited long may tell of an episode that was followed by another.
  if (known != known_.end() && known->second.at > alert.at) return;
  known_.insert_or_assign(key, alert);
}

void AlertmanagerChannel::look_at_board() {
  for (auto& [key, alert] : known_) {
    if (is_over(alert)) continue;
    const auto status = context_.board.alerts.find(AlertKey{alert.rule, alert.simulator});
    const bool fires = status != context_.board.alerts.end() && status->second.state != alerts::AlertState::inactive &&
                       status->second.state != alerts::AlertState::resolved;
    if (fires) continue;
    alert.kind = NotificationKind::resolved;
    alert.at = context_.world.clock().utc_now();
  }
}

void AlertmanagerChannel::forget_old() {
  const world::UtcTime now = context_.world.clock().utc_now();
  std::erase_if(known_, [&](const auto& one) { return is_over(one.second) && now - one.second.at > kTellResolvedFor; });
  save();
}

std::vector<Notification> AlertmanagerChannel::everything() const {
  std::vector<Notification> alerts;
  for (const auto& [key, alert] : known_) alerts.push_back(alert);
  return alerts;
}

// The file is one record whose group holds all alerts.
void AlertmanagerChannel::load() {
  if (!context_.world.files().exists(path_)) return;
  const auto text = context_.world.files().read(path_);
  const auto record = text ? decode_record(std::string_view(*text).substr(0, text->find('\n'))) : std::nullopt;
  if (!record || !std::holds_alternative<Parcel>(*record)) {
    log_.error("alerts_sent_unknown", {{"path", path_},
                                       {"reason", text ? std::string("the file is damaged") : text.error().message()},
                                       {"effect", "alerts that fired before the restart are not sent again"}});
    return;
  }
  for (const Notification& alert : std::get<Parcel>(*record).group.alerts) remember(alert);
}

void AlertmanagerChannel::save() {
  const auto written = write_known();
  if (!written) log_.warn("alerts_sent_not_kept", {{"path", path_}, {"reason", written.error().message()}});
}

Result<> AlertmanagerChannel::write_known() {
  world::Files& files = context_.world.files();
  if (known_.empty()) return files.exists(path_) ? files.remove(path_) : Result<>();
  Parcel all;
  all.id = "alerts";
  all.group.alerts = everything();
  TRY_VOID(files.make_directories(context_.config.app.state_dir + "/outbox"));
  return files.write(path_, encode_record(all));
}

world::Task<Outcome> AlertmanagerChannel::tell_all(std::vector<Notification> alerts, std::string trace_id) {
  const world::UtcTime ends = context_.world.clock().utc_now() + kLives * config_.resend_interval;
  Outcome outcome(Verdict::delivered, "nothing to tell");
  for (std::size_t begin = 0; begin < alerts.size(); begin += kBatch) {
    const std::size_t end = std::min(begin + kBatch, alerts.size());
    const std::vector<Notification> batch(alerts.begin() + static_cast<std::ptrdiff_t>(begin),
                                          alerts.begin() + static_cast<std::ptrdiff_t>(end));
    outcome = co_await tell_cluster(alertmanager_body(batch, ends, link_), trace_id);
    if (outcome.verdict != Verdict::delivered) break;
  }
  co_return outcome;
}

world::Task<Outcome> AlertmanagerChannel::tell_cluster(std::string body, std::string trace_id) {
  std::optional<Outcome> reached;
  Outcome last = Outcome::temporary("no member of the cluster answered lately");
  std::vector<std::string> failures;
  const auto is_dead = [this](const Member& member) {
    return member.breaker.state(context_.world.clock().now()) == BreakerState::open;
  };
  // A dead member does not hold the others up. When all are, whoever asks has waited long enough by a breaker of its
  // own.
  const bool all_dead = std::all_of(members_.begin(), members_.end(), is_dead);
  for (std::size_t i = 0; i < members_.size(); ++i) {
    if (!all_dead && is_dead(members_[i])) continue;
    last = co_await tell(i, body, trace_id);
    if (last.verdict == Verdict::delivered) {
      reached = last;
    } else {
      failures.push_back(last.text);
    }
  }
  if (!reached) co_return last;
  reached->warnings = std::move(failures);
  co_return *reached;
}

world::Task<Outcome> AlertmanagerChannel::tell(std::size_t member, std::string body, std::string trace_id) {
  HttpPost post{members_[member].url, "alert_manager.alertmanager.urls"};
  post.body = std::move(body);
  post.settings = config_.http;
  post.trace_id = std::move(trace_id);
  add_login(post.headers, config_.login);
  Outcome outcome = co_await post_json(context_.world, trust_, std::move(post));
  if (outcome.verdict == Verdict::temporary) {
    members_[member].breaker.failed(context_.world.clock().now());
  } else {
    members_[member].breaker.succeeded();
  }
  co_return outcome;
}

}  // namespace checkride::runtime::notify
