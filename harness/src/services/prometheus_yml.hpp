// What Prometheus and Alertmanager are told, so that they are what a scenario declares. Pure. JSON, which is YAML too.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/harness/prometheus_specs.hpp"
#include "checkride/world/stream.hpp"

namespace checkride::harness {

// Endpoints by member. Who is not there has no address yet, and is no target until it has one.
using Addresses = std::map<std::string, world::Endpoint>;

// Those that are asked by https, by member; their certificates are of the authority in kTrustFile.
using SecureMembers = std::set<std::string>;
inline constexpr std::string_view kTrustFile = "ca.crt";

// `rules`: the files as Prometheus finds them. Its targets stand in files of their own, which it reads again and again.
std::string prometheus_yml(const PrometheusSpec& spec, const std::vector<std::string>& rules,
                           const Addresses& alertmanagers, const SecureMembers& secure = {});
std::string targets_path(const ScrapeJob& job);
std::string targets_json(const ScrapeJob& job, const Addresses& targets, const SecureMembers& secure = {});

// `urls`: of the webhooks of the receivers, by member; those of https are believed by the authority in kTrustFile.
std::string alertmanager_yml(const AlertmanagerSpec& spec, const std::map<std::string, std::string>& urls);

}  // namespace checkride::harness
