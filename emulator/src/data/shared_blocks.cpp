#include "data/shared_blocks.hpp"

namespace checkride::emulator {
namespace {

// Below so many, entries that nobody uses any more are not looked for.
constexpr std::size_t kFewBlocks = 1000;

std::string likeness(const DataDefinition& definition) {
  std::string key;
  for (const Datum& datum : definition.datums) {
    // The unit's name as it was written: two spellings of one unit cost a block more, and nothing else.
    key += std::to_string(static_cast<std::uint32_t>(datum.variable.ref)) + ' ' +
           std::to_string(static_cast<std::uint32_t>(datum.type)) + ' ' +
           std::to_string(static_cast<unsigned>(datum.variable.kind)) + ' ' + datum.unit_name + '\n';
  }
  return key;
}

}  // namespace

std::shared_ptr<SharedBlock> SharedBlocks::find(const DataDefinition& definition) {
  if (blocks_.size() >= kFewBlocks + 2 * swept_) {
    std::erase_if(blocks_, [](const auto& entry) { return entry.second.expired(); });
    swept_ = blocks_.size();
  }
  std::weak_ptr<SharedBlock>& known = blocks_[likeness(definition)];
  std::shared_ptr<SharedBlock> block = known.lock();
  if (block == nullptr) known = block = std::make_shared<SharedBlock>();
  return block;
}

const SharedBlock& SharedBlocks::block(const DataDefinition& definition, SimObject& object) {
  if (definition.shared == nullptr) definition.shared = find(definition);
  SharedBlock& shared = *definition.shared;
  if (shared.turn != turn_) {
    shared.bytes.clear();
    for (const Datum& datum : definition.datums) append_value(datum, object, shared.bytes);
    shared.count = static_cast<std::uint32_t>(definition.datums.size());
    shared.turn = turn_;
  }
  return shared;
}

}  // namespace checkride::emulator
