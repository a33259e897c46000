// Client data for one client (semantics 15): its names of areas, its definitions and its requests.
#pragma once

#include <map>
#include <string>

#include "checkride/protocol/messages.hpp"
#include "commons/client_data_areas.hpp"
#include "desks/client_data_definition.hpp"
#include "desks/client_data_requests.hpp"
#include "desks/desk.hpp"

namespace checkride::emulator {

class ClientDataDesk final : public Desk, private ClientDataListener {
 public:
  explicit ClientDataDesk(const DeskContext& context);
  ~ClientDataDesk() override;

  Outcome on(const protocol::MapClientDataNameToID& message, const Occasion& occasion);
  Outcome on(const protocol::CreateClientData& message, const Occasion& occasion);
  Outcome on(const protocol::AddToClientDataDefinition& message, const Occasion& occasion);
  Outcome on(const protocol::ClearClientDataDefinition& message, const Occasion& occasion);
  Outcome on(const protocol::RequestClientData& message, const Occasion& occasion);
  Outcome on(const protocol::SetClientData& message, const Occasion& occasion);

  void end_frame(const FrameMoment& moment) override;
  std::optional<FrameNumber> next_due(const FrameMoment& moment) const override;

 private:
  void area_set(std::string_view area) override;
  ClientDataAreas::Client self() const { return {context_.client, context_.application}; }
  // Null: this client has no such id.
  const std::string* find_area(protocol::ClientDataId id) const;

  DeskContext context_;
  ClientDataAreas& areas_;
  std::map<protocol::ClientDataId, std::string> names_;  // area_key() of each
  ClientDataDefinitions definitions_;
  ClientDataRequests requests_;
};

}  // namespace checkride::emulator
