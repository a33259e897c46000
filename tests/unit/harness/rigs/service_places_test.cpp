// Goal: a monitor comes to know where all services of its scenario are, with TLS and login. Method: places of a
// scenario with several of a kind, and the overlay and environment that come of them.
#include "rigs/service_places.hpp"

#include <gmock/gmock.h>

#include "checkride/world/virtual_world.hpp"

namespace checkride::harness {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;

Service service(std::string name, ServiceSpec spec) {
  Service made;
  made.name = std::move(name);
  made.spec = std::move(spec);
  return made;
}

world::Endpoint at_its_name(const Service& service) {
  return {service.name, service.kind() == MemberKind::webhook ? std::uint16_t{443} : std::uint16_t{2525}};
}

const std::vector<NamedFile> kConfig = {{"c.yaml", "alert_manager: {smtp: {server: a}, slack: {webhook_url: b}}\n"}};

TEST(ServicePlaces, TheFirstOfAKindIsTheMonitorsAndAllAreTold) {
  Scenario scenario;
  scenario.services = {service("mail", SmtpSpec{}), service("mail-2", SmtpSpec{}), service("chat", WebhookSpec{}),
                       service("cache", KeyValueSpec{})};
  MonitorPlaces places;
  place_services(scenario, at_its_name, "", places);
  EXPECT_EQ(places.smtp->host, "mail");
  EXPECT_EQ(*places.webhook_url, "http://chat:443" + std::string(kWebhookPath));
  EXPECT_THAT(places.environment, Contains(Pair("CHECKRIDE_SERVICE_MAIL_2_HOST", "mail-2")));
  EXPECT_THAT(places.environment, Contains(Pair("CHECKRIDE_SERVICE_MAIL_2_PORT", "2525")));
  EXPECT_THAT(places.environment, Contains(Pair("CHECKRIDE_SERVICE_MAIL_URL", "smtp://mail:2525")));
  EXPECT_THAT(places.environment, Contains(Pair("CHECKRIDE_SERVICE_CACHE_URL", "redis://cache:2525")));
  EXPECT_FALSE(places.environment.contains("CHECKRIDE_CA_FILE"));
  EXPECT_THAT(overlay_yaml(kConfig, places), HasSubstr("starttls: never"));
}

TEST(ServicePlaces, TlsAndLoginReachTheMonitor) {
  SmtpSpec mail;
  mail.tls = TlsMode::starttls;
  mail.login = SmtpLogin{"me", "pa$$\n\"word"};
  WebhookSpec chat;
  chat.tls = TlsMode::at_once;
  Scenario scenario;
  scenario.services = {service("mail", mail), service("chat", chat)};
  MonitorPlaces places;
  place_services(scenario, at_its_name, "/etc/ca.pem", places);
  EXPECT_EQ(*places.webhook_url, "https://chat" + std::string(kWebhookPath));
  const std::string overlay = overlay_yaml(kConfig, places);
  EXPECT_THAT(overlay, HasSubstr("starttls: required\n    ca_file: \"/etc/ca.pem\""));
  EXPECT_THAT(overlay, Not(HasSubstr("word"))) << "a password stands in no file";
  const auto variables = monitor_environment(Monitor(), places);
  EXPECT_EQ(variables.at("SMTP_USERNAME"), "me");
  EXPECT_EQ(variables.at("SMTP_PASSWORD"), "pa$$\n\"word");
  EXPECT_EQ(variables.at("CHECKRIDE_CA_FILE"), "/etc/ca.pem");
}

TEST(ServicePlaces, AtOnceIsWrittenWithoutStarttls) {
  SmtpSpec mail;
  mail.tls = TlsMode::at_once;
  Scenario scenario;
  scenario.services = {service("mail", mail)};
  MonitorPlaces places;
  place_services(scenario, at_its_name, "/etc/ca.pem", places);
  const std::string overlay = overlay_yaml(kConfig, places);
  EXPECT_THAT(overlay, HasSubstr("tls: true\n    ca_file"));
  EXPECT_THAT(overlay, Not(HasSubstr("starttls")));
}

TEST(ServicePlaces, AnAuthorityIsMadeWhereOneIsNeeded) {
  world::VirtualWorld world;
  world::VirtualHost& host = world.add_host("a");
  Scenario scenario;
  scenario.services = {service("mail", SmtpSpec{})};
  EXPECT_FALSE(authority_for(host, scenario));
  WebhookSpec chat;
  chat.tls = TlsMode::at_once;
  scenario.services.push_back(service("chat", chat));
  const auto authority = authority_for(host, scenario);
  ASSERT_TRUE(authority);
  EXPECT_THAT(authority->trust_pem(), HasSubstr("BEGIN CERTIFICATE"));
}

TEST(ServicePlaces, TheUrlIsOfThePortThatItNames) {
  EdgeSpec edge;
  edge.tls = TlsPolicy{};
  EXPECT_EQ(url_of(edge, {"edge", 80}), "http://edge") << "https is on another port";
  UpstreamSpec upstream;
  EXPECT_EQ(url_of(upstream, {"app", 80}), "http://app");
  upstream.tls = TlsPolicy{};
  EXPECT_EQ(url_of(upstream, {"app", 443}), "https://app");
}

TEST(ServicePlaces, AskedByHttpsIsWhatSaysSoOrWhatThePortSpeaks) {
  UpstreamSpec safe;
  safe.tls = TlsPolicy{};
  safe.metrics_port = 9100;
  EdgeSpec edge;
  edge.tls = TlsPolicy{};
  const Service upstream = service("safe", safe);
  const Service proxy = service("edge", edge);
  const Service open = service("open", UpstreamSpec{});
  EXPECT_TRUE(is_asked_by_https(&upstream, Port::health, Scheme::own));
  EXPECT_FALSE(is_asked_by_https(&upstream, Port::metrics, Scheme::own)) << "a port of its own, without TLS";
  EXPECT_FALSE(is_asked_by_https(&upstream, Port::health, Scheme::http));
  EXPECT_FALSE(is_asked_by_https(&proxy, Port::health, Scheme::own)) << "a proxy has both";
  EXPECT_TRUE(is_asked_by_https(&proxy, Port::https, Scheme::own));
  EXPECT_FALSE(is_asked_by_https(&open, Port::health, Scheme::own));
  EXPECT_TRUE(is_asked_by_https(&open, Port::health, Scheme::https));
  EXPECT_FALSE(is_asked_by_https(nullptr, Port::health, Scheme::own)) << "a monitor";
  EXPECT_TRUE(is_asked_by_https(nullptr, Port::health, Scheme::https));
}

}  // namespace
}  // namespace checkride::harness
