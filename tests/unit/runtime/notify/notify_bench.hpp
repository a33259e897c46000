// NotifyBench: one outbox on a virtual host, and mail and web servers beside it that fail on request.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "../link/service_bench.hpp"
#include "checkride/http/http.hpp"
#include "checkride/test/smtp_sink.hpp"
#include "metrics/table.hpp"
#include "notify/email_channel.hpp"
#include "notify/outbox.hpp"
#include "notify/slack_channel.hpp"

namespace checkride::runtime::notify {

using namespace std::chrono_literals;
using checkride::test::SmtpMisbehaviour;
using checkride::test::SmtpSink;
using checkride::test::SmtpSinkOptions;
using runtime::test::ServiceBench;

inline Notification notification(NotificationKind kind = NotificationKind::firing) {
  Notification n;
  n.kind = kind;
  n.rule = "Low Altitude Warning";
  n.simulator = "sim";
  n.severity = "critical";
  n.metric = "altitude";
  n.condition = "below";
  n.threshold = 100;
  n.value = 80;
  n.unit = "feet";
  n.duration = 10s;
  n.application = "simconnect-production";
  n.environment = "production";
  return n;
}

inline Group group(NotificationKind kind = NotificationKind::firing) {
  return Group{"group", {}, {notification(kind)}};
}

// A web server that answers with the listed statuses in turn, then with 200.
struct Hook {
  struct Answer {
    int status = 200;
    std::string retry_after{};
    std::string body{"no_service"};
  };
  std::vector<Answer> answers;
  std::vector<http::Request> requests;
  std::vector<world::Instant> at;
  world::World* host = nullptr;

  http::Response handle(const http::Request& request) {
    requests.push_back(request);
    at.push_back(host->clock().now());
    const std::size_t n = requests.size() - 1;
    if (n >= answers.size()) return http::text_response(200, "ok");
    http::Response response = http::text_response(answers[n].status, answers[n].body);
    if (!answers[n].retry_after.empty()) response.headers.set("Retry-After", answers[n].retry_after);
    return response;
  }
};

inline world::Task<int> serve_hook(world::VirtualHost& host, Hook& hook) {
  hook.host = &host;
  world::Endpoint where;
  where.host = "0.0.0.0";
  where.port = 80;
  auto listener = host.network().listen(where);
  if (!listener) co_return 1;
  std::function<http::Response(const http::Request&)> handler = [&hook](const http::Request& request) {
    return hook.handle(request);
  };
  co_await http::serve(host, std::move(*listener), std::move(handler));
  co_return 0;
}

inline world::Task<int> serve_mail(SmtpSink& sink) {
  co_await sink.serve();
  co_return 0;
}

inline world::Task<int> run_outbox(Outbox& outbox) {
  co_await outbox.run();
  co_return 0;
}

class NotifyBench : public testing::Test {
 protected:
  NotifyBench() : peer_(world_.add_host("peer")), monitor_(world_.add_host("monitor")), bench_(monitor_) {
    slack_.webhook_url = Secret("http://peer/services/T0/B0/very-secret");
    slack_.channel = "#flight-alerts";
    slack_.username = "SimConnect Bot";
    slack_.http.pace = 0s;
    smtp_.server = "peer";
    smtp_.from = "simconnect@company.com";
    smtp_.to = {"ops-team@company.com", "flight-ops@company.com"};
    smtp_.starttls = StartTls::never;
  }
  Outbox& with(std::unique_ptr<Channel> channel) {
    const Action name = parse_action(channel->name()).value();
    outbox_ = std::make_unique<Outbox>(bench_.context, name, std::move(channel), config_);
    return started();
  }
  Outbox& slack() { return with(std::make_unique<SlackChannel>(monitor_, trust_, slack_)); }
  Outbox& email() { return with(std::make_unique<EmailChannel>(monitor_, trust_, smtp_)); }
  Outbox& started() {
    monitor_.start("outbox", run_outbox(*outbox_));
    return *outbox_;
  }
  // The monitor dies, as by kill -9, and its host is there again; no outbox runs.
  void restart() {
    monitor_.crash();
    monitor_.restart();
    outbox_.reset();
  }
  void run(world::Duration duration) {
    world_.run_until(world_.now() + duration);
    EXPECT_EQ(monitor_.failure(), "");
    EXPECT_EQ(peer_.failure(), "");
  }
  double failures(std::string_view integration, std::string_view reason) {
    return bench_.metrics.counter(metric::kNotificationFailures, {integration, reason}).value();
  }

  world::VirtualWorld world_;
  world::VirtualHost& peer_;
  world::VirtualHost& monitor_;
  ServiceBench bench_;
  SlackConfig slack_;
  SmtpConfig smtp_;
  OutboxConfig config_;
  TrustStore trust_;
  std::unique_ptr<Outbox> outbox_;
};

}  // namespace checkride::runtime::notify
