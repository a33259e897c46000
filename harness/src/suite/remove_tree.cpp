#include "suite/remove_tree.hpp"

namespace checkride::harness {

Result<> remove_tree(world::Files& files, const std::string& path) {
  if (!files.exists(path)) return {};
  if (const auto names = files.list(path)) {
    for (const auto& name : *names) TRY_VOID(remove_tree(files, path + "/" + name));
  }
  return files.remove(path);
}

}  // namespace checkride::harness
