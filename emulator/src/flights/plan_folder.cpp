#include "flights/plan_folder.hpp"

#include "checkride/values/ascii.hpp"
#include "flights/plan_file.hpp"

namespace checkride::emulator {
namespace {

constexpr std::string_view kExtension = ".pln";

// The file's name with its extension; empty if there is none.
std::string file_name(std::string_view path) {
  const std::size_t slash = path.find_last_of("/\\");
  std::string name = values::lower(slash == std::string_view::npos ? path : path.substr(slash + 1));
  if (!name.empty() && !name.ends_with(kExtension)) name += kExtension;
  return name;
}

}  // namespace

PlanFolder::PlanFolder(world::Files& files, const std::optional<std::string>& flight_file) : files_(files) {
  const std::size_t slash = flight_file.value_or("").find_last_of('/');
  folder_ = slash == std::string::npos ? "." : flight_file->substr(0, slash);
  if (folder_.empty()) folder_ += '/';
}

std::optional<Plan> PlanFolder::find(std::string_view path) {
  const std::string wanted = file_name(path);
  const auto names = files_.list(folder_);
  if (wanted.empty() || !names) return std::nullopt;
  for (const std::string& name : *names) {
    if (values::lower(name) != wanted) continue;
    const auto text = files_.read(folder_ + "/" + name);
    if (!text || text->size() > kMaxPlanBytes) continue;
    auto plan = parse_plan(*text, name,
                           [this](std::string_view ident, std::string_view type) { return places_.find(ident, type); });
    if (plan) return std::move(*plan);
  }
  return std::nullopt;
}

}  // namespace checkride::emulator
