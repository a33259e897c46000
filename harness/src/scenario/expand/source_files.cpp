#include "scenario/expand/source_files.hpp"

#include <fmt/format.h>

namespace checkride::harness {

std::optional<values::Node> SourceFiles::load(const std::string& path, const values::Position& named_at,
                                              values::Diagnostics& errors) {
  if (const auto known = roots_.find(path); known != roots_.end()) return known->second;
  auto text = files_.read(path);
  if (!text) {
    errors.add(named_at, fmt::format("cannot read {}: {} (a path counts from the file that names it)",
                                     values::quote(path), text.error().code().message()));
    return std::nullopt;
  }
  const auto document = values::load(*text, path, errors);
  read_.push_back({path, std::move(*text)});
  const auto root = document ? std::optional(document->root()) : std::nullopt;
  roots_.emplace(path, root);
  return root;
}

}  // namespace checkride::harness
