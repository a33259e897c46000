#include "checks/file_check.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "checkride/compress/gzip.hpp"
#include "checks/answers.hpp"
#include "checks/of_emulator.hpp"
#include "checks/sight.hpp"

namespace checkride::harness {

namespace {

// * is any characters, ? is one; both within a name.
bool fits_name(std::string_view pattern, std::string_view name) {
  std::size_t star = std::string_view::npos;
  std::size_t resume = 0;
  std::size_t p = 0;
  std::size_t n = 0;
  while (n < name.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = n;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == name[n])) {
      ++p;
      ++n;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      n = ++resume;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

// Paths below `folder` that match, in the order of their names.
void find_paths(world::Files& files, const std::string& folder, std::string_view pattern,
                std::vector<std::string>& found) {
  const std::size_t slash = pattern.find('/');
  const std::string_view first = pattern.substr(0, slash);
  const auto names = files.list(folder);
  if (!names) return;  // a plain file, or nothing there
  for (const std::string& name : *names) {
    if (!fits_name(first, name)) continue;
    const std::string path = folder + "/" + name;
    if (slash != std::string_view::npos) {
      find_paths(files, path, pattern.substr(slash + 1), found);
    } else if (!files.list(path)) {
      found.push_back(path);
    }
  }
}

std::uint64_t count_lines(std::string_view text) {
  const auto feeds = std::count(text.begin(), text.end(), '\n');
  const bool open_end = !text.empty() && text.back() != '\n';
  return static_cast<std::uint64_t>(feeds) + (open_end ? 1 : 0);
}

// The last line that ends; what is behind it is still being written.
std::string_view last_line(std::string_view text) {
  const std::size_t end = text.rfind('\n');
  if (end == std::string_view::npos) return {};
  text = text.substr(0, end);
  const std::size_t before = text.rfind('\n');
  return before == std::string_view::npos ? text : text.substr(before + 1);
}

std::uint64_t lines_of(const std::vector<FoundFile>& found) {
  std::uint64_t lines = 0;
  for (const FoundFile& file : found) lines += count_lines(file.content);
  return lines;
}

std::uint64_t bytes_of(const std::vector<FoundFile>& found) {
  std::uint64_t bytes = 0;
  for (const FoundFile& file : found) bytes += file.content.size();
  return bytes;
}

class FileKind final : public CheckKind {
 public:
  explicit FileKind(FileCheck check) : check_(std::move(check)) {}

  std::string text() const override {
    const std::string_view there = !check_.exists ? "" : *check_.exists ? " is there" : " is not there";
    return fmt::format("file {} of {}{}{}{}{}{}{}", check_.path, check_.of, there, text_of(check_.files),
                       text_of(check_.bytes), text_of(check_.lines), text_of(check_.text), text_of(check_.json));
  }
  std::vector<std::string> members() const override { return {check_.of}; }
  std::optional<std::string> impossible(RigKind rig) const override {
    return only_of_an_emulator(rig, check_.of_simulator, check_.of, "files");
  }
  Traits traits() const override {
    Traits traits;
    traits.sustained = check_.exists == false;
    return traits;
  }
  world::Task<Seen> see(Sight& sight) const override {
    const auto found = find_files(sight.files(check_.of), sight.folder(check_.of), check_.path);
    co_return check_file(check_, found);
  }
  bool is_quantity() const override { return true; }
  world::Task<Result<double>> quantity(Sight& sight) const override {
    const auto found = find_files(sight.files(check_.of), sight.folder(check_.of), check_.path);
    if (!found) co_return found.error();
    co_return static_cast<double>(lines_of(*found));
  }

 private:
  FileCheck check_;
};

}  // namespace

Result<std::vector<FoundFile>> find_files(world::Files& files, const std::string& folder, const std::string& path) {
  std::vector<std::string> paths;
  find_paths(files, folder, path, paths);
  std::vector<FoundFile> found;
  for (std::string& one : paths) {
    TRY(std::string content, files.read(one));
    if (one.ends_with(".gz")) {
      // It may still be written: what a cut member holds is not whole yet.
      auto text = compress::gunzip(content, compress::CutEnd::ignored);
      if (!text) return text.error().with(one);
      content = std::move(*text);
    }
    found.push_back({std::move(one), std::move(content)});
  }
  return found;
}

Seen check_file(const FileCheck& check, const Result<std::vector<FoundFile>>& found) {
  Seen seen = begin_comparing();
  if (!found) {
    seen.holds = false;
    seen.known = false;
    seen.text = found.error().message();
    return seen;
  }
  seen.known = !found->empty() || check.exists.has_value() || !check.files.empty();
  seen.text = found->empty() ? "no such file" : counted(found->size(), "file");
  if (check.exists) seen.holds = *check.exists != found->empty();
  const auto number = [&](std::uint64_t value) { return found->empty() ? Value() : Value(static_cast<double>(value)); };
  for (const Compared& one : check.files) compare(seen, one, static_cast<double>(found->size()));
  for (const Compared& one : check.bytes) compare(seen, one, number(bytes_of(*found)));
  for (const Compared& one : check.lines) compare(seen, one, number(lines_of(*found)));
  for (const Compared& one : check.text) {
    compare(seen, one, found->empty() ? Value() : Value(found->back().content));
  }
  (void)compare_pointers(seen, check.json, found->empty() ? std::string_view() : last_line(found->back().content));
  return seen;
}

Check read_file_check(values::MapReader& map, Reader& reader) {
  FileCheck check;
  check.of =
      reader.member(map, "of", {MemberKind::monitor, MemberKind::simulator, MemberKind::subject, MemberKind::edge});
  check.of_simulator = reader.scenario.kind_of(check.of) == MemberKind::simulator;
  if (map.required("path", &check.path)) {
    const bool leaves = check.path.starts_with('/') || ("/" + check.path + "/").find("/../") != std::string::npos;
    if (check.path.empty() || leaves) map.error("path", "a path within the member's folder, like logs/*.jsonl");
  }
  map.optional("exists", &check.exists);
  read_compared(map, "files", Domain::count, check.files);
  read_compared(map, "bytes", Domain::bytes, check.bytes);
  read_compared(map, "lines", Domain::count, check.lines);
  read_compared(map, "text", Domain::text, check.text);
  read_pointers(map, "json", check.json);
  const bool looks_inside = map.has("bytes") || map.has("lines") || map.has("text") || map.has("json");
  if (!looks_inside && !check.exists && !map.has("files")) {
    reader.errors.add(map.position(),
                      "nothing is expected of the file: give exists, files, bytes, lines, text or json");
  } else if (looks_inside && check.exists == false) {
    map.error("exists", "what is not there has no content: take one of the two out");
  }
  return std::make_shared<FileKind>(std::move(check));
}

}  // namespace checkride::harness
