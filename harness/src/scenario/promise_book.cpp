#include "scenario/promise_book.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace checkride::harness {

namespace {

constexpr std::string_view kName = "promises.yaml";
// How many folders are looked into, the scenario's own among them.
constexpr int kFoldersMax = 8;
constexpr std::size_t kIdMax = 63;

bool good_id(std::string_view id) {
  return !id.empty() && id.size() <= kIdMax && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  });
}

void read_text(values::MapReader& map, std::string_view key, std::string* out) {
  if (map.required(key, out) && out->empty()) map.error(key, "must not be empty");
}

Promise read_promise(const values::Node& node, values::Diagnostics& errors) {
  Promise promise;
  promise.position = node.position();
  values::MapReader map(node, errors);
  if (map.required("id", &promise.id) && !good_id(promise.id)) {
    map.error("id", fmt::format("\"{}\" cannot name a promise: at most {} small letters, digits, - _ and .", promise.id,
                                kIdMax));
  }
  read_text(map, "promise", &promise.text);
  map.required_choice("how", &promise.kept_by,
                      {{"runtime", KeptBy::runtime},
                       {"topology", KeptBy::topology},
                       {"artefact", KeptBy::artefact},
                       {"document", KeptBy::document}});
  if (map.optional("open", &promise.open) && promise.open.empty()) {
    map.error("open", "says why no scenario keeps it; leave it out if one does");
  }
  // For people: where the promise stands, what a test of it observes, how contradictions are decided.
  std::string text;
  for (const std::string_view key : {"guide", "section", "kind", "check", "ruling", "defect"}) map.optional(key, &text);
  map.finish();
  return promise;
}

// The folder above, as a path that can be read: "a/b" -> "a" -> "." -> ".." -> "../..". None above the root.
std::optional<std::string> folder_above(const std::string& folder) {
  if (folder == "/") return std::nullopt;
  if (folder == ".") return "..";
  const auto slash = folder.rfind('/');
  const std::string last = slash == std::string::npos ? folder : folder.substr(slash + 1);
  if (last == "..") return folder + "/..";
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : folder.substr(0, slash);
}

std::string folder_of(const std::string& file) {
  const auto slash = file.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : file.substr(0, slash);
}

std::string inside(const std::string& folder, std::string_view name) {
  if (folder == ".") return std::string(name);
  return fmt::format("{}{}{}", folder, folder.ends_with('/') ? "" : "/", name);
}

// What is wrong with naming `id` in a scenario; empty: nothing.
std::string wrong_with(const std::string& id, const PromiseBook& book) {
  const Promise* promise = book.find(id);
  if (promise == nullptr) {
    return fmt::format("there is no promise \"{}\" in {}{}", id, book.file(), values::suggestion(id, book.ids()));
  }
  if (promise->open.empty()) return {};
  return fmt::format("the promise \"{}\" is open in {} ({}): take `open` out there, now that a scenario keeps it", id,
                     promise->position.text(), promise->open);
}

}  // namespace

std::string_view to_string(KeptBy kept_by) {
  switch (kept_by) {
    case KeptBy::runtime:
      return "runtime";
    case KeptBy::topology:
      return "topology";
    case KeptBy::artefact:
      return "artefact";
    case KeptBy::document:
      return "document";
  }
  return "";
}

Result<PromiseBook> PromiseBook::read(std::string_view text, const std::string& file) {
  values::Diagnostics errors;
  const auto document = values::load(text, file, errors);
  if (!document) return errors.error();
  PromiseBook book;
  book.file_ = file;
  const values::Node& root = document->root();
  if (!root.is_list()) errors.add(root.position(), "expected a list of promises, not " + root.describe());
  for (const values::Node& node : root.items()) {
    Promise promise = read_promise(node, errors);
    const auto [same, fresh] = book.by_id_.emplace(promise.id, book.promises_.size());
    if (!fresh && !promise.id.empty()) {
      errors.add(promise.position, fmt::format("the promise \"{}\" stands in line {} already", promise.id,
                                               book.promises_[same->second].position.line));
    }
    book.promises_.push_back(std::move(promise));
  }
  if (!errors.empty()) return errors.error();
  return book;
}

const Promise* PromiseBook::find(std::string_view id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : &promises_[found->second];
}

std::vector<std::string_view> PromiseBook::ids() const {
  std::vector<std::string_view> ids;
  for (const Promise& promise : promises_) ids.push_back(promise.id);
  return ids;
}

Result<const PromiseBook*> PromiseBooks::of(const std::string& scenario_file) {
  const std::string own = folder_of(scenario_file);
  auto known = path_of_folder_.find(own);
  if (known == path_of_folder_.end()) {
    std::string path;
    std::optional<std::string> folder = own;
    for (int i = 0; i < kFoldersMax && folder && path.empty(); ++i, folder = folder_above(*folder)) {
      if (std::string there = inside(*folder, kName); files_.exists(there)) path = std::move(there);
    }
    known = path_of_folder_.emplace(own, std::move(path)).first;
  }
  if (known->second.empty()) return nullptr;
  return read(known->second);
}

Result<const PromiseBook*> PromiseBooks::read(const std::string& path) {
  const auto [known, fresh] = by_path_.emplace(path, std::nullopt);
  if (!fresh && !known->second) return Error::invalid(path + " has mistakes, which are told already");
  if (!fresh) return &*known->second;
  const auto text = files_.read(path);
  if (!text) return Error::invalid(text.error().message());
  TRY(known->second, PromiseBook::read(*text, path));
  return &*known->second;
}

std::vector<std::string> read_promises(const values::Node& list, const std::string& scenario_file, PromiseBooks* books,
                                       values::Diagnostics& errors) {
  auto ids = values::read_texts(list, errors);
  if (!ids) return {};
  const PromiseBook* book = nullptr;
  if (books != nullptr && !ids->empty()) {
    const auto found = books->of(scenario_file);
    if (!found) errors.add(list.position(), "these cannot be looked up: " + found.error().detail());
    if (found) book = *found;
  }
  for (std::size_t i = 0; i < ids->size(); ++i) {
    const std::string& id = (*ids)[i];
    const auto before = ids->begin() + static_cast<std::ptrdiff_t>(i);
    const bool twice = std::find(ids->begin(), before, id) != before;
    std::string wrong = twice ? fmt::format("the promise \"{}\" is named twice", id) : std::string();
    if (!twice && book != nullptr) wrong = wrong_with(id, *book);
    if (!wrong.empty()) errors.add(list.items()[i].position(), std::move(wrong));
  }
  return std::move(*ids);
}

}  // namespace checkride::harness
