// AIRPORT_LIST and its kin: which facilities are near, and their lists page by page (semantics 14.1, wire.md 4.3).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "answers/outbox.hpp"
#include "checkride/protocol/enums.hpp"
#include "checkride/protocol/ids.hpp"
#include "navigation/navigation.hpp"

namespace checkride::emulator {

// Places in the list of that type, ascending.
using FacilityIndices = std::vector<std::uint32_t>;

// What the cache holds around `place`, given what it held before: it lets go later than it takes in.
FacilityIndices facilities_near(const Navigation& navigation, protocol::FacilityListType type, const Place& place,
                                const FacilityIndices& held);

enum class ListSection { answer, event };

// One list on its way. An empty list has one page.
class FacilityList {
 public:
  // Without indices: all of the type. `navigation` outlives the list.
  FacilityList(const Navigation& navigation, protocol::FacilityListType type, protocol::RequestId request,
               std::optional<FacilityIndices> indices);

  // An empty list says page 0 of 0 instead (Choices::empty_lists_have_no_page).
  void leave_out_empty_page() { least_pages_ = 0; }

  // True: that was the last page.
  bool send_page(ListSection section, Outbox& outbox);

 private:
  template <class Message, class Item, class Convert>
  bool send_page_of(ListSection section, Outbox& outbox, const Convert& convert);
  std::size_t size() const;
  std::size_t at(std::size_t position) const { return indices_ ? (*indices_)[position] : position; }

  const Navigation* navigation_;
  protocol::FacilityListType type_;
  protocol::RequestId request_;
  std::optional<FacilityIndices> indices_;
  std::size_t least_pages_ = 1;
  std::uint32_t page_ = 0;
};

// Elements that fit one page of a list, of this many bytes each.
std::size_t page_capacity(std::size_t element_bytes);

}  // namespace checkride::emulator
