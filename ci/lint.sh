#!/usr/bin/env bash
# Every lint: layout (clang-format-16), shell scripts (shellcheck), our own rules (ci/lint_*.py), and clang-tidy-16 on the
# sources that changed since BASE (default: none outside a branch; give a revision to choose).
#   ci/lint.sh [BASE]
set -euo pipefail
# shellcheck source=ci/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$checkout"

git ls-files '*.cpp' '*.hpp' '*.ipp' | xargs clang-format-16 --dry-run --Werror
git ls-files '*.sh' '.ci/run' | xargs shellcheck --external-sources
for lint in ci/lint_*.py; do
  python3 "$lint" --self-test
  python3 "$lint"
done
if [ $# -gt 0 ]; then
  [ -e build/clang/compile_commands.json ] || cmake --preset clang >/dev/null
  git diff --name-only --diff-filter=d "$1" -- '*.cpp' ':!tests' | xargs --no-run-if-empty \
    clang-tidy-16 --quiet -p build/clang
fi
echo "lint: clean"
