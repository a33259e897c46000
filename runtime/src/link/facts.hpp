// Facts on the wire: one definition of texts of their own, asked for once a session and told again when one changes.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "checkride/protocol/protocol.hpp"
#include "config/sections/facts.hpp"
#include "link/sample_decoder.hpp"

namespace checkride::runtime::link {

using FactValues = std::vector<std::pair<Fact, std::string>>;

// Their definition and request; `id` is free for both in this session.
class FactRequest {
 public:
  FactRequest(std::vector<Fact> facts, std::uint32_t id) : facts_(std::move(facts)), id_(id) {}

  bool empty() const { return facts_.empty(); }
  const std::vector<Fact>& facts() const { return facts_; }
  bool is_answer(const protocol::RecvSimObjectData& message) const {
    return !empty() && message.request_id.value == id_;
  }
  protocol::AddToDataDefinition definition_of(Fact fact) const;
  protocol::RequestDataOnSimObject request() const;
  // What one answer tells, as UTF-8 without control characters; or the first field that cannot belong to the request.
  std::variant<FactValues, Mismatch> decode(const protocol::RecvSimObjectData& message) const;

 private:
  std::vector<Fact> facts_;
  std::uint32_t id_;
};

}  // namespace checkride::runtime::link
