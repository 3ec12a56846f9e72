#!/usr/bin/env bash
# The demo, from nothing: set up, build, serve. Arguments go to scripts/serve.mjs.
set -euo pipefail
here=$(dirname "$0")
"$here/setup.sh"
"$here/build.sh"
exec node "$here/serve.mjs" "$@"
