// Two listeners on one link: a capture, and whoever wants to know what is said.
#pragma once

#include "link/link_proxy.hpp"

namespace checkride::harness {

class BothTaps final : public LinkTap {
 public:
  // Both outlive this.
  BothTaps(LinkTap& one, LinkTap& other) : one_(one), other_(other) {}

  void opened(std::uint64_t connection, const world::Endpoint& client, const world::Endpoint& server) override {
    one_.opened(connection, client, server);
    other_.opened(connection, client, server);
  }
  void refused(std::uint64_t connection, const world::Endpoint& client, const Error& why) override {
    one_.refused(connection, client, why);
    other_.refused(connection, client, why);
  }
  void passed(std::uint64_t connection, Way way, std::string_view bytes, const std::string& fault) override {
    one_.passed(connection, way, bytes, fault);
    other_.passed(connection, way, bytes, fault);
  }
  void ended(std::uint64_t connection, Way way) override {
    one_.ended(connection, way);
    other_.ended(connection, way);
  }
  void broken(std::uint64_t connection, Way way, const std::string& fault) override {
    one_.broken(connection, way, fault);
    other_.broken(connection, way, fault);
  }
  void disturbed(const std::string& fault) override {
    one_.disturbed(fault);
    other_.disturbed(fault);
  }

 private:
  LinkTap& one_;
  LinkTap& other_;
};

}  // namespace checkride::harness
