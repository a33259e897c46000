#include "app/reload.hpp"

#include <algorithm>

#include "app/held_rules.hpp"
#include "checkride/result/assert.hpp"
#include "config/print.hpp"
#include "config/secrets.hpp"
#include "config/tree.hpp"
#include "metrics/table.hpp"

namespace checkride::runtime {

namespace {

using values::Document;
using values::Node;

std::string listed(const std::vector<std::string>& keys) {
  std::string out;
  for (const std::string& key : keys) out += (out.empty() ? "" : ", ") + key;
  return out;
}

// RFC 7396.
Node patched(const Node& target, const Node& patch) {
  if (!patch.is_map()) return patch;
  Node out = target.is_map() ? target : Node::map(patch.position(), {});
  for (const values::Entry& entry : patch.entries()) {
    if (entry.value.is_null()) {
      out = with_entry(out, entry.key, std::nullopt);
    } else {
      out = with_entry(out, entry.key, patched(out.find(entry.key).value_or(Node()), entry.value));
    }
  }
  return out;
}

// What may not be changed at run time, whoever asks.
std::string refusal_of(const Node& patch) {
  std::string refused;
  if (find_at(patch, {"app", "state_dir"})) refused = "app.state_dir holds what is changed at run time and stays";
  each_secret(*config_schema(), patch, [&](const KeyPath& path, const Node& value) {
    if (value.is_null()) return;  // takes one out
    refused = joined(path) + " is a secret, and what is changed at run time is kept in a plain file: write " +
              file_key_of(path.back());
  });
  return refused;
}

bool same(const Notice& a, const Notice& b) {
  return a.event == b.event && a.key == b.key && a.text == b.text;
}

}  // namespace

Reloader::Reloader(Context& context, Supervisor& supervisor, ReloadSource source)
    : context_(context),
      supervisor_(supervisor),
      source_(std::move(source)),
      log_(context.log.logger("config")),
      last_(outcome_of("start")),
      wanted_hash_(config_hash(*source_.current)),
      seen_(contents_of(*source_.current)),
      changed_(context.world.executor()) {
  CHECKRIDE_ASSERT(&source_.current->config == &context_.config);
  (void)context_.metrics.counter(metric::kConfigReloads, {"success"});
  (void)context_.metrics.counter(metric::kConfigReloads, {"failure"});
  context_.metrics.gauge(metric::kConfigReloadSuccessful).set(1);
  context_.metrics.gauge(metric::kConfigReloadTime).set(world::to_seconds(last_.at.time_since_epoch()));
  context_.metrics.gauge(metric::kConfigHash).set(static_cast<double>(config_hash(current())));
  context_.metrics.gauge(metric::kConfigRestartKeys).set(0);
  add_config_routes(context_, *this);
}

ReloadOutcome Reloader::outcome_of(std::string_view trigger) const {
  ReloadOutcome outcome;
  outcome.trigger = trigger;
  outcome.at = context_.world.clock().utc_now();
  return outcome;
}

const ReloadOutcome& Reloader::reload(std::string_view trigger) {
  ReloadOutcome outcome = outcome_of(trigger);
  Result<Step> step = prepare(std::nullopt);
  if (!step) {
    outcome.error = step.error().message();
    return conclude(std::move(outcome));
  }
  outcome.change = step->change;
  take_over(std::move(*step));
  return conclude(std::move(outcome));
}

ReloadOutcome Reloader::change(const Node& patch, Mode mode) {
  ReloadOutcome outcome = outcome_of("api");
  outcome.error = refusal_of(patch);
  if (!outcome.error.empty()) return outcome;
  const Document overlay(patched(current().overlay.root(), patch));
  Result<Step> step = prepare(overlay);
  if (!step) {
    outcome.error = step.error().message();
    return outcome;  // what was asked for was wrong, not the configuration: its metrics stay
  }
  outcome.change = step->change;
  if (mode == Mode::dry_run) return outcome;
  // As it was taken over: without what says nothing any more.
  if (Result<> kept = keep(step->mixed.overlay); !kept) {
    outcome.error = kept.error().with("cannot keep the change, so nothing is changed").message();
    return outcome;
  }
  // Once more, so that values name the file that holds them now, and not the request, which is gone.
  if (Result<Step> as_kept = prepare(std::nullopt)) step = std::move(as_kept);
  take_over(std::move(*step));
  return conclude(std::move(outcome));
}

Result<Reloader::Step> Reloader::prepare(std::optional<Document> overlay) {
  TRY(LoadedConfig next, source_.load(std::move(overlay), current().config.app.state_dir));
  return step_to(std::move(next));
}

// What of `next` is taken over now, and what waits.
Result<Reloader::Step> Reloader::step_to(LoadedConfig next) const {
  Step step;
  step.change = compare(current().document, next.document);
  step.contents = contents_of(next);
  step.wanted_hash = config_hash(next);
  step.mixed = std::move(next);
  if (step.change.after_restart.empty()) return step;
  values::Diagnostics errors;
  step.mixed.document = taken_over(current().document, step.mixed.document, step.change.at_once);
  step.mixed.config = read_config(step.mixed.document, errors);
  if (!errors.empty() && !hold_rules_back(current().document, &step.mixed, &step.change)) {
    return config_error("the configuration is valid, but only with a restart, which these keys need: " +
                            listed(step.change.after_restart) + "; without them",
                        std::move(errors));
  }
  return step;
}

void Reloader::take_over(Step step) {
  LoadedConfig& running = *source_.current;
  for (const Notice& notice : step.mixed.notices) {
    const auto known = [&](const Notice& other) { return same(notice, other); };
    if (std::any_of(running.notices.begin(), running.notices.end(), known)) continue;
    context_.log.write(notice.level, "config", notice.event, {{"key", notice.key}, {"text", notice.text}});
  }
  // A service may compare what comes with what is, so the context has the old values while they are told.
  for (const auto& service : supervisor_.services()) service->apply(step.mixed.config);
  // Copied, not moved: what stays equal keeps its place in memory, for services that look at it.
  running.config = step.mixed.config;
  running.notices = std::move(step.mixed.notices);
  running.document = std::move(step.mixed.document);
  running.secret_places = std::move(step.mixed.secret_places);
  running.overlay = std::move(step.mixed.overlay);
  waiting_ = std::move(step.change.after_restart);
  wanted_hash_ = step.wanted_hash;
  seen_ = std::move(step.contents);
  changed_.notify_all();
  context_.log.set_threshold(running.config.log_level());
  context_.metrics.gauge(metric::kConfigHash).set(static_cast<double>(config_hash(running)));
  context_.metrics.gauge(metric::kConfigRestartKeys).set(static_cast<double>(waiting_.size()));
}

Reloader::SecretContents Reloader::contents_of(const LoadedConfig& loaded) {
  SecretContents contents;
  each_secret(*config_schema(), loaded.document.root(), [&](const KeyPath& path, const Node& value) {
    std::string key = joined(path);
    if (loaded.secret_places.contains(key)) contents.emplace(std::move(key), Secret(value.text()));
  });
  return contents;
}

world::Task<> Reloader::watch_secrets() {
  world::Clock& clock = context_.world.clock();
  for (;;) {
    while (current().secret_places.empty()) co_await changed_.wait();
    co_await clock.sleep_for(kSecretLook);
    look_at_secrets();
  }
}

// The document that runs, with what the files of secrets hold by now. `seen` is brought up to date.
Document Reloader::with_secrets_of_files(SecretContents& seen) const {
  const auto& places = current().secret_places;
  const Node before = current().document.root();
  Node root = before;
  each_secret(*config_schema(), before, [&](const KeyPath& path, const Node&) {
    const auto place = places.find(joined(path));
    const auto known = seen.find(joined(path));
    if (place == places.end() || known == seen.end()) return;
    const std::string& file = place->second.file;
    auto text = read_secret_file(context_.world.files(), file);
    if (!text || *text == known->second.reveal()) return;
    root = with_value_at(root, path, Node::scalar(values::Position{file, 0, 0}, *text, true));
    known->second = Secret(std::move(*text));
  });
  return Document(root);
}

// What waited before goes on waiting, for it is not in the configuration that runs; less the secrets whose files have
// another content than at the last look, which are compared again.
std::vector<std::string> Reloader::still_waiting(const SecretContents& seen) const {
  std::vector<std::string> waiting = waiting_;
  std::erase_if(waiting, [&](const std::string& key) {
    const auto before = seen_.find(key);
    const auto now = seen.find(key);
    return before != seen_.end() && now != seen.end() && !(before->second == now->second);
  });
  return waiting;
}

void Reloader::look_at_secrets() {
  SecretContents seen = seen_;
  LoadedConfig next = current();
  next.document = with_secrets_of_files(seen);
  if (seen == seen_) return;
  const std::vector<std::string> waited = still_waiting(seen);
  seen_ = seen;  // whatever comes of it is told once
  ReloadOutcome outcome = outcome_of("secret file");
  values::Diagnostics errors;
  next.config = read_config(next.document, errors);
  Result<Step> step = errors.empty() ? step_to(std::move(next)) : config_error("invalid secret", std::move(errors));
  if (!step) {
    outcome.error = step.error().message();
    (void)conclude(std::move(outcome));
    return;
  }
  outcome.change = step->change;
  std::vector<std::string>& waiting = step->change.after_restart;
  waiting.insert(waiting.end(), waited.begin(), waited.end());
  std::sort(waiting.begin(), waiting.end());
  waiting.erase(std::unique(waiting.begin(), waiting.end()), waiting.end());
  step->contents = std::move(seen);
  step->wanted_hash = wanted_hash_;  // of it only secrets are other ones, which no hash knows
  take_over(std::move(*step));
  (void)conclude(std::move(outcome));
}

Result<> Reloader::keep(const Document& overlay) {
  const std::string path = overlay_path(current().config.app.state_dir);
  TRY_VOID(context_.world.files().make_directories(path.substr(0, path.rfind('/'))));
  std::string text;
  values::append_json(text, overlay.root());
  return context_.world.files().write(path, text + "\n");
}

const ReloadOutcome& Reloader::conclude(ReloadOutcome outcome) {
  last_ = std::move(outcome);
  const bool good = last_.error.empty();
  context_.metrics.counter(metric::kConfigReloads, {good ? "success" : "failure"}).add();
  context_.metrics.gauge(metric::kConfigReloadSuccessful).set(good ? 1 : 0);
  if (!good) {
    log_.warn("config_reload_failed", {{"trigger", last_.trigger}, {"reason", last_.error}});
    return last_;
  }
  context_.metrics.gauge(metric::kConfigReloadTime).set(world::to_seconds(last_.at.time_since_epoch()));
  log_.info("config_reloaded", {{"trigger", last_.trigger}, {"changed", listed(last_.change.at_once)}});
  if (!last_.change.after_restart.empty()) {
    log_.warn("config_restart_required", {{"trigger", last_.trigger}, {"keys", listed(last_.change.after_restart)}});
  }
  return last_;
}

}  // namespace checkride::runtime
