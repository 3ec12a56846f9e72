#!/usr/bin/env bash
# `npm ci`, when node_modules is not what the lock file says.
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "$0")/common.sh"
cd "$project"
command -v npm >/dev/null || die "no npm: install Node 20 or newer"
node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 20 ? 0 : 1)' ||
  die "Node $(node --version) is too old: 20 or newer is needed"
lock=$(sha256sum <package-lock.json)
stamp=node_modules/.installed-from
[ "$(cat "$stamp" 2>/dev/null)" != "$lock" ] || exit 0
if [ -L node_modules ]; then # a link to another checkout's is that checkout's business
  say "node_modules is a link: using it as it is"
  exit 0
fi
npm ci --no-audit --no-fund --loglevel=error >&2
echo "$lock" >"$stamp"
