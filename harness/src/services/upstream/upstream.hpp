// Upstream: an HTTP service of a scenario's own: what it asks of a request, what it does for it, and how long that
// takes, is declared.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "services/upstream/dependency.hpp"
#include "services/upstream/gcra.hpp"
#include "services/upstream/http_member.hpp"
#include "services/upstream/memory_cache.hpp"
#include "services/upstream/metric_page.hpp"
#include "services/upstream/workers.hpp"

namespace checkride::harness {

class Upstream final : public HttpMember {
 public:
  Upstream(ServicePlace place, UpstreamSpec spec);
  ~Upstream() override;

  // Parts that are there, or not: {"parts": {"openap": false}}. Errors: it has no such part.
  world::Task<Result<>> set(ServiceChange change) override;

 private:
  // An endpoint and what it remembers.
  struct Endpoint {
    Endpoint(const EndpointSpec& declared, const std::map<std::string, std::shared_ptr<Gcra>>& shared);
    const EndpointSpec& spec;
    std::vector<std::shared_ptr<Gcra>> limits;         // some are those of other endpoints too
    std::vector<std::unique_ptr<MemoryCache>> caches;  // by the place in `uses`; null where it is no cache in memory
    std::uint64_t requests = 0;
  };
  // A request on its way.
  struct Visit {
    explicit Visit(const http::Request& asked, Endpoint& met) : request(asked), endpoint(met) {}
    const http::Request& request;
    Endpoint& endpoint;
    std::string id;
    std::string caller;
    world::Duration slow{};     // by faults
    boost::json::value body;    // as the schema leaves it; null: there is none
    boost::json::object found;  // what uses add to the answer
    std::vector<std::string> degraded;
    std::vector<std::pair<std::size_t, std::string>> missed;  // caches by their place in `uses`, and the key
    std::optional<std::string> cached;
  };
  using Refusal = std::optional<http::Response>;

  world::Task<http::Response> answer(const http::Request& request, world::Duration slow) override;
  http::Response metrics() override;
  void faults_changed() override;
  void begin(world::TaskGroup& tasks) override;

  // ---- the way of a request (upstream.cpp)
  // Nothing: it is no page about the service itself.
  world::Task<Refusal> own_page(const http::Request& request, world::Duration slow);
  Endpoint* find(const http::Request& request, bool* path_known);
  world::Task<http::Response> visit(Visit& visit);
  world::Task<http::Response> at_work(Visit& visit);
  Refusal admit(Visit& visit);
  Refusal check_limits(Visit& visit);
  Refusal check_body(Visit& visit);
  Refusal draw_error(const Visit& visit);
  world::Duration draw_time(const Visit& visit, std::size_t answer_bytes);
  http::Response finished(const Visit& visit) const;

  // ---- what it does for it (upstream_uses.cpp)
  world::Task<Refusal> use_all(Visit& visit);
  world::Task<Refusal> use(Visit& visit, std::size_t index);
  world::Task<Refusal> look_up(Visit& visit, std::size_t index);
  world::Task<Refusal> read_rows(Visit& visit, const UseSpec& use);
  world::Task<Refusal> write_row(Visit& visit, const UseSpec& use);
  world::Task<Refusal> call(Visit& visit, const UseSpec& use);
  world::Task<Refusal> use_part(Visit& visit, const UseSpec& use);
  world::Task<> remember(Visit& visit, const std::string& body);
  Refusal without(Visit& visit, const Dependency& dependency, const Error& why);

  // ---- what it tells (upstream_pages.cpp)
  world::Task<http::Response> health();
  void tell(const Visit& visit, const http::Response& response, world::Duration took);
  std::string label_value(const Visit& visit, const std::string& from, const http::Response& response) const;
  std::uint64_t memory_bytes() const;
  bool part_available(const PartSpec& part) const;
  world::Random& random(std::string_view what);

  UpstreamSpec spec_;
  std::vector<std::unique_ptr<Endpoint>> endpoints_;
  std::map<std::string, std::unique_ptr<Dependency>> dependencies_;
  Workers workers_;
  MetricPage metrics_;
  std::uint64_t leaked_bytes_ = 0;
  std::uint64_t last_id_ = 0;
};

}  // namespace checkride::harness
