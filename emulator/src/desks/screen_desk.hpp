// The Add-ons menu and the texts on the screen for one client (semantics 18). FSX: newer simulators accept the messages
// without effect (semantics 3.7).
#pragma once

#include "checkride/protocol/messages.hpp"
#include "commons/addon_menu.hpp"
#include "commons/screen_texts.hpp"
#include "desks/desk.hpp"

namespace checkride::emulator {

class ScreenDesk final : public Desk, private MenuListener, private TextListener {
 public:
  explicit ScreenDesk(const DeskContext& context);
  ~ScreenDesk() override;

  Outcome on(const protocol::MenuAddItem& message, const Occasion& occasion);
  Outcome on(const protocol::MenuDeleteItem& message, const Occasion& occasion);
  Outcome on(const protocol::MenuAddSubItem& message, const Occasion& occasion);
  Outcome on(const protocol::MenuDeleteSubItem& message, const Occasion& occasion);
  Outcome on(const protocol::Text& message, const Occasion& occasion);

 private:
  void hear_choice(std::uint32_t event_id, std::uint32_t data) override;
  void hear_result(std::uint32_t event_id, std::uint32_t result) override;
  void tell(std::uint32_t event_id, std::uint32_t data);

  DeskContext context_;
};

}  // namespace checkride::emulator
