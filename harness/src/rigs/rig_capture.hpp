// Captures of what the members of a rig say to each other: a file for each link of a monitor, named
// MONITOR-TARGET.pcapng.
//
// On the process rig the proxies are its taps; on the virtual rig the world's network is. Faults of a scenario stand as
// comments between the packets of the connections that are open.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "capture/capture_file.hpp"
#include "checkride/world/network_tap.hpp"

namespace checkride::harness {

class RigCapture final : public world::NetworkTap {
 public:
  // What the clock says is the time of the packets; `files` are where the folder is. Both outlive this.
  RigCapture(world::Clock& clock, world::Files& files, std::string folder);

  // Makes the folder, and the link's file. Errors: it cannot be written.
  Result<> add(const std::string& monitor, const std::string& target);
  // The tap of a link, or null if it was not added.
  LinkTap* tap(const std::string& monitor, const std::string& target);
  // On a virtual world: the addresses by which the members of a link are known.
  void set_addresses(const std::string& monitor, const std::string& monitor_address, const std::string& target,
                     const std::string& target_address);
  // An event of the run, as Rig::note has it. Faults stand as comments in the captures of all links of the host.
  void note(const std::string& host, std::string_view kind, std::string_view text);
  // Puts everything on disk. Errors: the first that writing any of the files met.
  Result<> finish();

  void opened(std::uint64_t connection, const world::Endpoint& client, const world::Endpoint& server) override;
  void passed(std::uint64_t connection, bool to_server, std::span<const std::byte> bytes) override;
  void ended(std::uint64_t connection, bool to_server, bool reset) override;
  void gone(std::uint64_t connection) override;

 private:
  using Ends = std::pair<std::string, std::string>;
  struct Talk {
    CaptureFile* file = nullptr;
    bool ended_to_server = false;
    bool ended_to_client = false;
  };

  world::Clock& clock_;
  world::Files& files_;
  std::string folder_;
  std::map<Ends, std::unique_ptr<CaptureFile>> captures_;  // by names
  std::map<Ends, CaptureFile*> by_address_;                // who connects first
  std::map<std::uint64_t, Talk> talks_;
};

}  // namespace checkride::harness
