#include "engine/visits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "rigs/service_places.hpp"
#include "services/service_tls.hpp"

namespace checkride::harness {

namespace {

std::optional<tls::Client> trust_of(Rig& rig) {
  tls::ClientSettings settings;
  settings.trust_pem = rig.trust_pem();
  if (settings.trust_pem.empty()) return std::nullopt;
  return tls::Client::make(rig.world(), settings).value();  // the authority is one of our own making
}

}  // namespace

Visits::Visits(Rig& rig, const Scenario& scenario) : rig_(rig), scenario_(scenario), trust_(trust_of(rig)) {}

bool Visits::is_secure(const std::string& member, Port port, Scheme scheme) const {
  return is_asked_by_https(scenario_.service(member), port, scheme);
}

Result<tls::ClientSettings> Visits::settings_of(const std::string& member, const Approach& approach) const {
  const TlsOffer offer = approach.offer.value_or(TlsOffer());
  tls::ClientSettings settings;
  settings.trust_pem = rig_.trust_pem();
  settings.verify = offer.verify;
  settings.least = version_of(offer.least);
  settings.most = version_of(offer.most);
  settings.ciphers = offer.ciphers;
  if (offer.verify && settings.trust_pem.empty()) {
    return Error::invalid(fmt::format(
        "{} is asked by https, but no service of the scenario has a certificate: offer: {{verify: false}} takes any",
        member));
  }
  return settings;
}

Result<tls::Witness> Visits::witness_for(const std::string& member, const Approach& approach) {
  TRY(const tls::ClientSettings settings, settings_of(member, approach));
  const bool resumes = approach.offer && approach.offer->resume;
  const auto known = std::find_if(resuming_.begin(), resuming_.end(), [&](const Resuming& one) {
    return one.member == member && one.approach == approach;
  });
  if (resumes && known != resuming_.end()) return known->witness;
  TRY(tls::Witness witness, tls::Witness::make(rig_.world(), settings, resumes));
  if (resumes) resuming_.push_back({member, approach, witness});
  return witness;
}

Result<std::optional<tls::Client>> Visits::trust_for(const TrafficRequest& request) {
  std::optional<tls::Client> trust;
  if (!is_secure(request.of, request.port, request.approach.scheme)) return trust;
  TRY(const tls::ClientSettings settings, settings_of(request.of, request.approach));
  TRY(trust, tls::Client::make(rig_.world(), settings));
  return trust;
}

world::Task<Visit> Visits::visit(std::string member, http::Url url, http::Request request, Approach approach,
                                 Duration limit) {
  std::optional<tls::Witness> witness;
  http::ConnectionLimits limits;
  std::optional<tls::Client> trust;
  if (url.scheme == "https") {
    auto made = witness_for(member, approach);
    if (!made) co_return Visit(made.error());
    witness = std::move(*made);
    witness->forget();
    trust = witness->client();
    limits.known_as = approach.host;
  }
  if (!approach.host.empty() && !request.headers.find("Host")) request.headers.set("Host", approach.host);
  http::Connections connections(rig_.world(), std::move(limits), std::move(trust));
  auto answer = co_await connections.fetch(std::move(url), std::move(request), limit);
  connections.close_idle();  // with TLS's farewell: a session whose connection breaks off is not resumed
  Visit visit(std::move(answer));
  if (witness) {
    visit.agreement = witness->agreement();
    visit.refusal = witness->refusal();
  }
  co_return visit;
}

}  // namespace checkride::harness
