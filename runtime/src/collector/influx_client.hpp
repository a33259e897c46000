// InfluxClient: posts of lines to an InfluxDB over HTTP, /write of version 1 or /api/v2/write.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checkride/http/http.hpp"
#include "collector/influx_answer.hpp"
#include "config/sections/influx.hpp"
#include "notify/trust.hpp"

namespace checkride::runtime::collector {

class InfluxClient {
 public:
  // `world` outlives the client. `section`: where its configuration stands, for messages: "data_collector.influx".
  InfluxClient(world::World& world, InfluxConfig config, std::string section);

  // Host and port, for messages.
  const std::string& place() const { return place_; }
  // One request, times in nanoseconds. No secret is in the verdict's reason.
  world::Task<InfluxVerdict> post(std::string lines);
  // Asks for /ping.
  world::Task<Result<>> probe();

 private:
  Result<std::optional<tls::Client>> trust_of(const http::Url& url);
  http::Request request_of(std::string lines, const std::string& base) const;
  std::string unusable() const { return section_ + ".url is not a usable http or https URL"; }

  world::World& world_;
  const InfluxConfig config_;
  std::string section_;
  notify::TrustStore trust_;
  std::string place_;
  std::vector<Secret> told_;  // to the server, which may say them again
};

}  // namespace checkride::runtime::collector
