// Lists that may be longer than a frame: as many elements a message as fit, numbered from 0 (wire.md 4.2).
#pragma once

#include <algorithm>
#include <span>

#include "answers/outbox.hpp"
#include "checkride/protocol/layout.hpp"

namespace checkride::emulator {

// Answers with all of `elements`, in copies of `message`, which has what the pages share. An empty list is one page.
template <class Message, class Element>
void answer_in_pages(Outbox& outbox, Message message, std::span<const Element> elements) {
  const std::size_t a_page =
      (protocol::kMaxFrameBytes - Message::kInfo.size) / protocol::element_bytes<Element>(outbox.version());
  const std::size_t pages = std::max<std::size_t>(1, (elements.size() + a_page - 1) / a_page);
  message.out_of = static_cast<std::uint32_t>(pages);
  for (std::size_t page = 0; page < pages; ++page) {
    const auto rest = elements.subspan(page * a_page);
    message.entry_number = static_cast<std::uint32_t>(page);
    message.elements = protocol::List<Element>(rest.first(std::min(a_page, rest.size())));
    outbox.answer(message);
  }
}

}  // namespace checkride::emulator
