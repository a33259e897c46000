// The real world as a client sees it that has an address of its own: all the same but where connections come from.
#pragma once

#include <string>
#include <utility>

#include "checkride/world/world.hpp"
#include "real/real_network.hpp"

namespace checkride::world::real {

class AddressedNetwork final : public Network {
 public:
  AddressedNetwork(RealNetwork& network, std::string address) : network_(network), address_(std::move(address)) {}
  Task<Result<std::vector<std::string>>> resolve(std::string name) override {
    return network_.resolve(std::move(name));
  }
  Result<std::unique_ptr<Listener>> listen(const Endpoint& where) override { return network_.listen(where); }
  Task<Result<Stream>> connect(Endpoint to) override { return network_.connect_from(address_, std::move(to)); }

 private:
  RealNetwork& network_;
  std::string address_;
};

class AddressedWorld final : public World {
 public:
  // Both outlive it.
  AddressedWorld(World& world, RealNetwork& network, std::string address)
      : world_(world), network_(network, std::move(address)) {}

  asio::any_io_executor executor() override { return world_.executor(); }
  Clock& clock() override { return world_.clock(); }
  Network& network() override { return network_; }
  Files& files() override { return world_.files(); }
  ServiceManager& manager() override { return world_.manager(); }
  Random& random(std::string_view stream) override { return world_.random(stream); }
  void fill_secret(std::span<std::byte> into) override { world_.fill_secret(into); }
  Task<Signal> next_signal() override { return world_.next_signal(); }
  Task<> offload(std::function<void()> job, Duration modelled_cost) override {
    return world_.offload(std::move(job), modelled_cost);
  }
  void keep(std::shared_ptr<void> what) override { world_.keep(std::move(what)); }
  bool print_line(std::string_view line) override { return world_.print_line(line); }
  bool print_error_line(std::string_view line) override { return world_.print_error_line(line); }
  std::optional<std::string> environment(const std::string& name) const override { return world_.environment(name); }
  std::vector<std::string> environment_names() const override { return world_.environment_names(); }
  ProcessUsage process_usage() override { return world_.process_usage(); }
  SystemUsage system_usage(const std::string& path) override { return world_.system_usage(path); }
  Handover* handover() override { return world_.handover(); }
  void keep_crash_reports_in(const std::string& folder) override { world_.keep_crash_reports_in(folder); }
  std::optional<std::string> write_crash_report(std::string_view what) override {
    return world_.write_crash_report(what);
  }

 private:
  World& world_;
  AddressedNetwork network_;
};

}  // namespace checkride::world::real
