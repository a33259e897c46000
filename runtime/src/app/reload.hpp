// Reloader: another configuration for the running monitor, as a whole or not at all.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "checkride/world/task_group.hpp"
#include "checkride/world/time.hpp"
#include "config/compare.hpp"
#include "config/secret.hpp"
#include "service/supervisor.hpp"

namespace checkride::runtime {

// Where the next configuration comes from. Without `current`: nowhere.
struct ReloadSource {
  LoadedConfig* current = nullptr;  // what runs; its `config` is the one in the context
  // Loads again what was loaded at start, with that overlay in the place of the one that is kept below `state_dir`.
  std::function<Result<LoadedConfig>(std::optional<values::Document> overlay, const std::string& state_dir)> load;
};

// What came of a reload.
struct ReloadOutcome {
  std::string trigger;  // "start", "SIGHUP", "api", "secret file"
  world::UtcTime at{};
  std::string error;  // empty: it succeeded
  ConfigChange change;
};

// A configuration that is not valid changes nothing. Of a valid one the keys that can change while the monitor runs
// (key_table.hpp) are taken over: each service is told (Service::apply), then the Config of the context is changed in
// place, all between two events. The other keys stay as they are and are named, in the log, the metrics and the answer.
// A rule that names what waits, such as a variable that is new, waits with it, alone (held_rules.hpp); the other rules
// are taken over. If the mixture of both would not be valid for another reason, nothing is changed either.
class Reloader {
 public:
  // Adds the routes of config_api.cpp. All of them outlive the reloader.
  Reloader(Context& context, Supervisor& supervisor, ReloadSource source);
  Reloader(const Reloader&) = delete;
  Reloader& operator=(const Reloader&) = delete;

  // Reads everything again.
  const ReloadOutcome& reload(std::string_view trigger);
  enum class Mode { keep, dry_run };
  // Lays a JSON merge patch (RFC 7396) over what was changed at run time, keeps that in app.state_dir, and takes it
  // over. A dry run says what it would do.
  ReloadOutcome change(const values::Node& patch, Mode mode);

  // Looks at the files of secrets every kSecretLook, until cancelled: of one with another content the secret is taken
  // over, and nothing else of the configuration is read again. A file that cannot be read is being replaced: the next
  // look may find it. Without such files it only waits for a configuration that has some.
  world::Task<> watch_secrets();
  static constexpr world::Duration kSecretLook = std::chrono::seconds(10);

  const LoadedConfig& current() const { return *source_.current; }
  // Of the last reload or change; that of the start before the first.
  const ReloadOutcome& last() const { return last_; }
  // The keys that wait for a restart.
  const std::vector<std::string>& waiting() const { return waiting_; }
  // config_hash() of what runs together with what waits: of the configuration that a restart would take.
  std::uint64_t wanted_hash() const { return wanted_hash_; }

 private:
  // What is to be taken over: the mixture of what runs and what can change.
  using SecretContents = std::map<std::string, Secret>;  // of the files of secrets, by key path
  struct Step {
    LoadedConfig mixed;
    ConfigChange change;
    SecretContents contents;
    std::uint64_t wanted_hash = 0;
  };
  Result<Step> prepare(std::optional<values::Document> overlay);
  Result<Step> step_to(LoadedConfig next) const;
  static SecretContents contents_of(const LoadedConfig& loaded);
  values::Document with_secrets_of_files(SecretContents& seen) const;
  std::vector<std::string> still_waiting(const SecretContents& seen) const;
  void look_at_secrets();
  void take_over(Step step);
  Result<> keep(const values::Document& overlay);
  const ReloadOutcome& conclude(ReloadOutcome outcome);
  ReloadOutcome outcome_of(std::string_view trigger) const;

  Context& context_;
  Supervisor& supervisor_;
  ReloadSource source_;
  Logger log_;
  ReloadOutcome last_;
  std::vector<std::string> waiting_;
  std::uint64_t wanted_hash_;
  SecretContents seen_;      // as they were at the last look
  world::Notifier changed_;  // another configuration is in force
};

// Adds GET and PATCH /api/v1/config (also at /config, with POST for PATCH), POST /api/v1/reload and POST and PUT
// /-/reload. Whatever changes something is for clients on this machine only, and never for a web page or through a
// proxy. `reloader` outlives the router.
void add_config_routes(Context& context, Reloader& reloader);

}  // namespace checkride::runtime
