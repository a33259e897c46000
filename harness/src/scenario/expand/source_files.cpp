#include "scenario/expand/source_files.hpp"

#include <fmt/format.h>

namespace checkride::harness {

std::optional<values::Node> SourceFiles::load(const std::string& path, const values::Position& named_at,
                                              values::Diagnostics& errors) {
  if (const auto known = roots_.find(path); known != roots_.end()) return known->second;
  const Error none(make_error_code(boost::system::errc::no_such_file_or_directory), path);
  auto text = files_ != nullptr ? files_->read(path) : Result<std::string>(none);
  if (text) return add(path, std::move(*text), errors);
  const std::string why = text.error().code().message();
  errors.add(named_at, named_at.file == path
                           ? fmt::format("cannot be read: {}", why)
                           : fmt::format("cannot read {}: {} (a path counts from the file that names it)",
                                         values::quote(path), why));
  return std::nullopt;
}

std::optional<values::Node> SourceFiles::add(const std::string& path, std::string text, values::Diagnostics& errors) {
  const auto document = values::load(text, path, errors);
  read_.push_back({path, std::move(text)});
  const auto root = document ? std::optional(document->root()) : std::nullopt;
  roots_.emplace(path, root);
  return root;
}

}  // namespace checkride::harness
