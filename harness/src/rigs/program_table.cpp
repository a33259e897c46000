#include "rigs/program_table.hpp"

namespace checkride::harness {

namespace {

constexpr ProgramRow kRows[] = {
    {"edge", "nginx", "is the edge proxy on the process rig", "nginx-light"},
    {"balancer", "haproxy", "is the balancer on the process rig", "haproxy"},
    {"prometheus", "prometheus", "scrapes and judges rules on the process rig", "prometheus"},
    {"alertmanager", "prometheus-alertmanager", "groups and sends alerts on the process rig",
     "prometheus-alertmanager"},
    {"captures", "tshark", "reads captures with the dissector that `checkride dissector` prints", "tshark"},
    {"example", "node", "runs examples/node-monitor, an application that is not ours", "nodejs"},
};

constexpr std::string_view kBesidePath = ":/usr/local/sbin:/usr/sbin:/sbin";

}  // namespace

std::span<const ProgramRow> program_rows() {
  return kRows;
}

std::optional<std::string> find_program(world::World& world, std::string_view program) {
  const std::string folders = world.environment("PATH").value_or("") + std::string(kBesidePath) + ":";
  for (std::size_t begin = 0; begin < folders.size();) {
    const std::size_t end = folders.find(':', begin);
    const std::string folder = folders.substr(begin, end - begin);
    begin = end + 1;
    if (folder.empty()) continue;
    std::string path = folder + "/" + std::string(program);
    if (world.files().exists(path)) return path;
  }
  return std::nullopt;
}

}  // namespace checkride::harness
