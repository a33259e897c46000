#include "scenario/expand/source_files.hpp"

#include <fmt/format.h>

namespace checkride::harness {

std::optional<values::Node> SourceFiles::load(const std::string& path, const values::Position& named_at,
                                              values::Diagnostics& errors) {
  if (const auto known = parsed_.find(path); known != parsed_.end()) {
    for (const auto& mistake : known->second.mistakes.items()) errors.add(mistake);
    return known->second.root;
  }
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
  Parsed& parsed = parsed_[path];
  const auto document = values::load(text, path, parsed.mistakes);
  read_.push_back({path, std::move(text)});
  if (document) parsed.root = document->root();
  for (const auto& mistake : parsed.mistakes.items()) errors.add(mistake);
  return parsed.root;
}

}  // namespace checkride::harness
