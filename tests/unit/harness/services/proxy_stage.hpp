// A proxy with services of a test's own behind it, as contracts play them: the model on a virtual network, or the real
// program on loopback. Both are asked in the same way, by http and by https.
#pragma once

#include <gmock/gmock.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "checkride/test/test_folder.hpp"
#include "services/real_proxy.hpp"
#include "services/service_tls.hpp"

namespace checkride::harness::contract {

// Where clients find the proxy, and whose certificates they believe.
struct Front {
  world::World& client;
  world::Endpoint http;
  world::Endpoint https;
  std::string trust_pem;
};

inline http::Url url_of(const Front& front, bool https) {
  const world::Endpoint& to = https ? front.https : front.http;
  http::Url url;
  url.scheme = https ? "https" : "http";
  url.host = to.host;
  url.port = to.port;
  return url;
}

inline tls::ClientSettings offer_to(const Front& front, tls::Version least, tls::Version most,
                                    std::vector<std::string> ciphers) {
  tls::ClientSettings settings;
  settings.trust_pem = front.trust_pem;
  settings.least = least;
  settings.most = most;
  settings.ciphers = std::move(ciphers);
  return settings;
}

// HOST and :PORT of a table stand for those of https; the port is left out where https means it.
inline std::string with_places(const Front& front, std::string text) {
  if (const auto host = text.find("HOST"); host != std::string::npos) text.replace(host, 4, front.http.host);
  if (const auto port = text.find(":PORT"); port != std::string::npos) {
    text.replace(port, 5, front.https.port == 443 ? "" : ":" + std::to_string(front.https.port));
  }
  return text;
}

// A service behind the proxy: with an identity by https, else by http.
inline world::Task<> serve_behind(world::World& world, world::Endpoint at, http::AsyncHandler handler,
                                  std::optional<tls::Identity> identity = std::nullopt) {
  auto listener = world.network().listen(at);
  CO_ASSERT_OK(listener);
  http::ServerLimits limits;
  if (identity) {
    tls::ServerSettings settings;
    settings.identity = std::move(*identity);
    limits.tls = tls::Server::make(world, settings).value();
  }
  http::ServerHooks hooks;
  co_await http::serve(world, std::move(*listener), std::move(handler), std::move(limits), std::move(hooks));
}

// The model, on the host "front" of a virtual network.
class ModelProxy {
 public:
  ModelProxy(world::VirtualWorld& world, world::VirtualHost& client)
      : client_(client),
        host_(world.add_host("front")),
        authority_(tls::Authority::make(client, "contract")),
        running_(host_.executor()) {}

  const tls::Authority& authority() const { return authority_; }
  RunningService& service() { return *service_; }
  Front front() { return {client_, {"front", 80}, {"front", 443}, authority_.trust_pem()}; }

  // What it knows of its services is what is in `services`.
  void start(const ServiceSpec& spec, std::vector<Neighbour> services) {
    ServicePlace place{host_, "front", "/data"};
    place.names = {"front"};
    place.authority = &authority_;
    place.services = std::move(services);
    service_ = make_service(std::move(place), spec);
    const auto listens = service_->listen({{"http", {"0.0.0.0", 80}}, {"https", {"0.0.0.0", 443}}});
    EXPECT_THAT(listens, checkride::test::IsOk());
    running_.spawn("front", service_->serve());
  }
  world::Task<> stop() { (void)co_await running_.stop(client_.clock(), std::chrono::seconds(5)); }

 private:
  world::VirtualHost& client_;
  world::VirtualHost& host_;
  tls::Authority authority_;
  std::unique_ptr<RunningService> service_;
  world::TaskGroup running_;
};

// The program that stands for it on the process rig.
class ProgramProxy {
 public:
  ProgramProxy(world::RealWorld& world, const ServiceSpec& spec)
      : world_(world), spec_(spec), free_(world), authority_(tls::Authority::make(world, "contract")) {
    for (const char* name : {"http", "https", "control"}) places.ports[name] = free_.take();
    const TlsPolicy* const policy = policy_of(spec);
    if (policy != nullptr) places.identity = identity_for(world, authority_, {"127.0.0.1"}, *policy);
  }

  const tls::Authority& authority() const { return authority_; }
  RunningService& service() { return *program_; }
  Front front() { return {world_, places.ports.at("http"), places.ports.at("https"), authority_.trust_pem()}; }
  // Where a service of that name is to listen.
  world::Endpoint add_service(const std::string& name) {
    places.services[name] = free_.take();
    return places.services[name];
  }

  // False after a failure, which is told.
  world::Task<bool> start() {
    ServiceSpec spec = spec_;
    auto started = co_await start_program(world_, std::move(spec), places, folder_.path(), output_);
    program_ = std::move(started);
    co_return program_ != nullptr;
  }
  world::Task<> stop() { return stop_program(world_, *program_); }

  ProgramPlaces places;

 private:
  world::RealWorld& world_;
  ServiceSpec spec_;
  FreePorts free_;
  tls::Authority authority_;
  checkride::test::TestFolder folder_;
  std::vector<std::string> output_;
  std::unique_ptr<RealProgram> program_;
};

}  // namespace checkride::harness::contract
