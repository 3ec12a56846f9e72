#!/usr/bin/env bash
# Gets ready for a bench: the package, a browser and, unless --no-peers, the peers (development dependencies of benches/
# alone, at the versions of its lock file).
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/node-modules.sh
scripts/build.sh >&2
[ -n "${CHROME:-}" ] || [ -x /usr/bin/chromium ] || scripts/browsers.sh >/dev/null
[ "${1:-}" != --no-peers ] || exit 0

cd benches
lock=$(sha256sum <package-lock.json)
[ "$(cat node_modules/.installed-from 2>/dev/null)" != "$lock" ] || exit 0
# Without their install scripts, which would fetch binaries and models; peers of peers are cloud services.
npm ci --ignore-scripts --legacy-peer-deps --no-audit --no-fund --loglevel=error >&2
# mem0's store is native code: compiled here, which takes a C++ compiler and minutes. Without it that row says "failed".
npm rebuild better-sqlite3 --loglevel=error >&2 || echo "setup: no better-sqlite3, so no mem0" >&2
echo "$lock" >node_modules/.installed-from
