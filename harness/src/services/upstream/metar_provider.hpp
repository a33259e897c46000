// A provider of weather reports: aviationweather.gov or CheckWX, as far as their METARs go.
#pragma once

#include <optional>
#include <string>

#include "services/upstream/gcra.hpp"
#include "services/upstream/http_member.hpp"
#include "services/upstream/metar_book.hpp"

namespace checkride::harness {

class MetarProvider final : public HttpMember {
 public:
  MetarProvider(ServicePlace place, MetarSpec spec);

 private:
  world::Task<http::Response> answer(const http::Request& request, world::Duration slow) override;
  http::Response look_up(const http::Request& request) const;
  // ?ids=KSEA,KPDX&format=json, or raw
  http::Response aviationweather(const http::Request& request) const;
  // /metar/KSEA,KPDX, /metar/KSEA/decoded
  http::Response checkwx(const http::Request& request) const;
  std::optional<http::Response> refuse(const http::Request& request);

  MetarSpec spec_;
  MetarBook book_;
  std::optional<Gcra> limit_;
};

}  // namespace checkride::harness
