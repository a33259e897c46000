// How the real programs are started that stand for services on the process rig. Pure.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "rigs/deployment.hpp"
#include "rigs/program_table.hpp"
#include "services/service.hpp"

namespace checkride::harness {

// Where a program and its neighbours are.
struct ProgramPlaces {
  ServicePorts ports;                              // its own
  std::map<std::string, world::Endpoint> metrics;  // of members that have them, by what is known of them now
  std::map<std::string, world::Endpoint> services;
  std::vector<NamedFile> files;  // that the scenario names for it
  tls::Identity identity;        // where it speaks TLS
  std::set<std::string> secure;  // services that are asked by https
  std::string trust_pem;         // whose certificates are believed; empty: nobody's
};

struct ProgramPlan {
  std::vector<std::string> arguments;  // without the program; it runs in its folder
  std::vector<NamedFile> files;        // to be written there before it starts
  std::vector<NamedFile> live_files;   // the same of those that it reads again when they change
  std::vector<std::string> emptied;    // folders of its folder that are empty when it starts
  std::string ready_port;              // that takes connections when it is ready,
  std::string ready_path;              // and, if this is not empty, answers 200 to it
  std::vector<int> orderly_ends;       // exit codes of one that was asked to end
};

// The row of the program that a service is on the process rig; null: it is one of the harness's own there.
const ProgramRow* program_of(const ServiceSpec& spec);
// Ports of the program beside those of the service.
std::vector<std::string> program_ports(const ServiceSpec& spec);
// Requires a service that is a program.
ProgramPlan plan_program(const ServiceSpec& spec, const ProgramPlaces& places);

}  // namespace checkride::harness
