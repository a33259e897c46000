// What Prometheus and Alertmanager are told, so that they are what a scenario declares. Pure. JSON, which is YAML too.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "checkride/harness/prometheus_specs.hpp"
#include "checkride/world/stream.hpp"

namespace checkride::harness {

// Endpoints by member. Who is not there has no address yet, and is no target until it has one.
using Addresses = std::map<std::string, world::Endpoint>;

// `rules`: the files as Prometheus finds them. Its targets stand in files of their own, which it reads again and again.
std::string prometheus_yml(const PrometheusSpec& spec, const std::vector<std::string>& rules,
                           const Addresses& alertmanagers);
std::string targets_path(const ScrapeJob& job);
std::string targets_json(const ScrapeJob& job, const Addresses& targets);

// `urls`: of the webhooks of the receivers, by member.
std::string alertmanager_yml(const AlertmanagerSpec& spec, const std::map<std::string, std::string>& urls);

}  // namespace checkride::harness
