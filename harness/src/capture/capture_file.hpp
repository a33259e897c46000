// A capture being written: what a tap sees, as packets in a file.
//
// Every event is in the file before it goes on to its receiver: a run that is killed leaves everything that was passed
// on. A file that is rotated is complete by itself: each connection that is open begins anew in the next one, with a
// handshake and at the begin of a message, of which what had come before stands in both.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "capture/rotated_captures.hpp"
#include "checkride/capture/capture.hpp"
#include "checkride/world/world.hpp"
#include "link/link_proxy.hpp"

namespace checkride::harness {

// What a capture is written with.
struct CaptureTools {
  world::Clock& clock;  // the time of the packets
  world::Files& files;
  std::function<void(const std::string& line)> complain;  // hears what goes wrong on the way
};

// What is written there goes where the program's standard output goes.
inline const std::string kStandardOutput = "/dev/stdout";

class CaptureFile final : public LinkTap {
 public:
  // Makes the file anew. What `tools` name outlives this. `link` names the interface of the packets.
  // Errors: the file cannot be written.
  static Result<std::unique_ptr<CaptureFile>> create(const CaptureTools& tools, const std::string& path,
                                                     const std::string& link, const CaptureRotation& rotation = {});

  void opened(std::uint64_t connection, const world::Endpoint& client, const world::Endpoint& server) override;
  void refused(std::uint64_t connection, const world::Endpoint& client, const Error& why) override;
  void passed(std::uint64_t connection, Way way, std::string_view bytes, const std::string& fault) override;
  void ended(std::uint64_t connection, Way way) override;
  void broken(std::uint64_t connection, Way way, const std::string& fault) override;
  void disturbed(const std::string& fault) override;

  // Where connections that are refused would have led.
  void set_server(const world::Endpoint& server) { server_ = server; }

  struct Summary {
    std::uint64_t connections = 0;
    std::uint64_t refused = 0;
    std::uint64_t bytes_to_server = 0;
    std::uint64_t bytes_to_client = 0;
    std::uint64_t file_bytes = 0;      // of all files
    std::uint64_t files_finished = 0;  // by rotation
  };
  const Summary& summary() const { return summary_; }
  // Puts everything on disk. Errors: the first that writing the file met; what came after it was passed on, not
  // written.
  Result<> finish();

 private:
  // What one side says.
  struct Direction {
    bool ended = false;
    bool foreign = false;          // no SimConnect: it has no messages that a file could begin with
    std::vector<std::byte> begun;  // of a message that is not complete

    void take(capture::Way way, std::span<const std::byte> bytes);
  };
  struct Talk {
    world::Endpoint client;
    world::Endpoint server;
    std::optional<capture::Conversation> packets{};
    std::array<Direction, 2> directions{};  // by Way

    Direction& direction(Way way) { return directions[way == Way::to_server ? 0 : 1]; }
  };

  CaptureFile(CaptureTools tools, std::unique_ptr<world::File> file, const std::string& path, const std::string& link,
              const CaptureRotation& rotation);
  capture::Conversation conversation(std::uint64_t number, const world::Endpoint& client,
                                     const world::Endpoint& server);
  void write();
  void rotate_if_due();
  Result<> next_file();
  void go_on(Talk& talk, const std::string& from);

  CaptureTools tools_;
  std::unique_ptr<world::File> file_;
  std::string path_;
  std::string link_;
  CaptureRotation rotation_;
  RotatedCaptures rotated_;
  world::Instant begun_{};     // the present file
  std::uint64_t written_ = 0;  // to it, since what every file begins with
  capture::PcapngWriter writer_;
  std::uint32_t interface_;
  world::Endpoint server_;
  std::map<std::uint64_t, Talk> talks_;
  Summary summary_;
  Error trouble_;
};

}  // namespace checkride::harness
