#include "rigs/program_plans.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "checkride/result/assert.hpp"
#include "services/balancer/balancer.hpp"
#include "services/balancer/haproxy_cfg.hpp"
#include "services/edge/edge_proxy.hpp"
#include "services/edge/nginx_conf.hpp"
#include "services/prometheus_yml.hpp"

namespace checkride::harness {

namespace {

// A shell's number for a program that SIGTERM ended: HAProxy does nothing about it.
constexpr int kTerminated = 143;
const std::string kControlPort = "control";
const std::string kWebPort = "http";

const ProgramRow* row_of(std::string_view part) {
  const auto rows = program_rows();
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const ProgramRow& row) { return row.part == part; });
  CHECKRIDE_ASSERT(found != rows.end());
  return &*found;
}

struct RowOf {
  const ProgramRow* operator()(const BalancerSpec&) const { return row_of("balancer"); }
  const ProgramRow* operator()(const EdgeSpec&) const { return row_of("edge"); }
  const ProgramRow* operator()(const PrometheusSpec&) const { return row_of("prometheus"); }
  const ProgramRow* operator()(const AlertmanagerSpec&) const { return row_of("alertmanager"); }
  template <class Own>
  const ProgramRow* operator()(const Own&) const {
    return nullptr;
  }
};

void add_trust(const ProgramPlaces& places, std::string_view file, ProgramPlan& plan) {
  if (!places.secure.empty()) plan.files.push_back({std::string(file), places.trust_pem});
}

struct PlanOf {
  const ProgramPlaces& places;

  ProgramPlan operator()(const BalancerSpec& spec) const {
    balancer::HaproxyPlaces where;
    where.clients = places.ports.at(std::string(balancer::Balancer::kPort));
    where.control = places.ports.at(kControlPort);
    if (spec.tls) where.https = places.ports.at(std::string(balancer::Balancer::kHttpsPort));
    where.neighbours = places.services;
    where.secure = places.secure;
    ProgramPlan plan;
    plan.arguments = {"-db", "-f", "haproxy.cfg"};
    if (spec.tls) {
      plan.files.push_back({std::string(balancer::kIdentityFile), places.identity.chain_pem + places.identity.key_pem});
    }
    add_trust(places, balancer::kTrustFile, plan);
    plan.files.push_back({"haproxy.cfg", balancer::haproxy_cfg(spec, where)});
    plan.ready_port = balancer::Balancer::kPort;
    plan.orderly_ends = {0, kTerminated};
    return plan;
  }

  ProgramPlan operator()(const EdgeSpec& spec) const {
    edge::NginxPlaces where;
    where.http = places.ports.at(std::string(edge::EdgeProxy::kHttpPort));
    if (spec.tls) where.https = places.ports.at(std::string(edge::EdgeProxy::kHttpsPort));
    where.neighbours = places.services;
    where.secure = places.secure;
    ProgramPlan plan;
    plan.arguments = {"-p", ".", "-e", std::string(edge::kErrorLog), "-c", "nginx.conf"};
    plan.files.push_back({"nginx.conf", edge::nginx_conf(spec, where)});
    plan.emptied.emplace_back(edge::kCacheFolder);  // of an edge that starts nothing is known, on every rig
    if (spec.tls) {
      plan.files.push_back({std::string(edge::kChainFile), places.identity.chain_pem});
      plan.files.push_back({std::string(edge::kKeyFile), places.identity.key_pem});
    }
    add_trust(places, edge::kTrustFile, plan);
    plan.ready_port = edge::EdgeProxy::kHttpPort;
    plan.orderly_ends = {0};
    return plan;
  }

  ProgramPlan operator()(const PrometheusSpec& spec) const {
    ProgramPlan plan;
    plan.arguments = {"--config.file=prometheus.yml", "--storage.tsdb.path=data",
                      fmt::format("--storage.tsdb.retention.time={}s",
                                  std::chrono::ceil<std::chrono::seconds>(spec.retention).count()),
                      "--web.listen-address=" + places.ports.at(kWebPort).text()};
    if (spec.lifecycle) plan.arguments.push_back("--web.enable-lifecycle");
    std::vector<std::string> rules;
    for (const NamedFile& file : places.files) {
      rules.push_back(fmt::format("rules-{}.yml", rules.size()));
      plan.files.push_back({rules.back(), file.text});
    }
    plan.files.push_back({"prometheus.yml", prometheus_yml(spec, rules, places.services, places.secure)});
    add_trust(places, kTrustFile, plan);
    for (const ScrapeJob& job : spec.jobs) {
      plan.live_files.push_back({targets_path(job), targets_json(job, places.metrics, places.secure)});
    }
    plan.ready_port = kWebPort;
    plan.ready_path = "/-/ready";
    plan.orderly_ends = {0};
    return plan;
  }

  ProgramPlan operator()(const AlertmanagerSpec& spec) const {
    std::map<std::string, std::string> urls;
    for (const auto& [name, endpoint] : places.services) {
      urls[name] =
          fmt::format("{}://{}{}", places.secure.contains(name) ? "https" : "http", endpoint.text(), kWebhookPath);
    }
    ProgramPlan plan;
    plan.arguments = {"--config.file=alertmanager.yml", "--storage.path=data",
                      "--cluster.listen-address=", "--web.listen-address=" + places.ports.at(kWebPort).text()};
    plan.files.push_back({"alertmanager.yml", alertmanager_yml(spec, urls)});
    add_trust(places, kTrustFile, plan);
    plan.ready_port = kWebPort;
    plan.ready_path = "/-/ready";
    plan.orderly_ends = {0};
    return plan;
  }

  template <class Own>
  ProgramPlan operator()(const Own&) const {
    return {};
  }
};

}  // namespace

const ProgramRow* program_of(const ServiceSpec& spec) {
  return std::visit(RowOf{}, spec);
}

std::vector<std::string> program_ports(const ServiceSpec& spec) {
  if (std::holds_alternative<BalancerSpec>(spec)) return {kControlPort};
  return {};
}

ProgramPlan plan_program(const ServiceSpec& spec, const ProgramPlaces& places) {
  CHECKRIDE_ASSERT(program_of(spec) != nullptr);
  return std::visit(PlanOf{places}, spec);
}

}  // namespace checkride::harness
