#include "observer.hpp"

namespace checkride::harness {

bool needs_member_up(const CheckVariant& check) {
  return std::holds_alternative<HttpCheck>(check) || std::holds_alternative<AlertCheck>(check) ||
         std::holds_alternative<LinkCheck>(check);
}

bool is_final(const CheckVariant& check) {
  return std::holds_alternative<NoSampleLostCheck>(check) || std::holds_alternative<GapCheck>(check);
}

world::Task<Seen> Observer::see(const CheckVariant& check) {
  if (!needs_member_up(check)) co_return see_here(check);
  Seen seen = co_await see_monitor(check);
  co_return seen;
}

world::Task<Seen> Observer::see_monitor(const CheckVariant& check) {
  if (const auto* http = std::get_if<HttpCheck>(&check)) {
    const auto answer = co_await run_.get(http->of, http->port, http->target);
    co_return check_http(*http, answer);
  }
  if (const auto* alert = std::get_if<AlertCheck>(&check)) {
    const auto answer = co_await run_.get(alert->of, Port::health, std::string("/api/v1/alerts"));
    co_return check_alert(*alert, answer, run_.start());
  }
  const auto& link = std::get<LinkCheck>(check);
  const auto answer = co_await run_.get(link.of, Port::health, std::string("/api/v1/simulators"));
  co_return check_link(link, answer);
}

Seen Observer::see_here(const CheckVariant& check) {
  if (const auto* mail = std::get_if<MailCheck>(&check))
    return check_mail(*mail, run_.rig().mail(mail->in), run_.start());
  if (const auto* webhook = std::get_if<WebhookCheck>(&check)) {
    return check_webhook(*webhook, run_.rig().webhook(webhook->in), run_.start());
  }
  if (const auto* log = std::get_if<LogCheck>(&check)) return check_log(*log, run_.log(log->of));
  const std::string& member = member_of(check);
  const auto samples = read_telemetry(run_.rig().files(member), run_.rig().telemetry_folder(member));
  if (const auto* gap = std::get_if<GapCheck>(&check)) return check_gap(*gap, samples);
  return check_no_sample_lost(samples, session_ends(run_.log(member)));
}

}  // namespace checkride::harness
