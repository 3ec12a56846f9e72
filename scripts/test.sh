#!/usr/bin/env bash
# Every test, from nothing; with names (see scripts/suites.mjs) only those suites.
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "$0")/common.sh"
cd "$project"
scripts/setup.sh --test
use_toolchain
# shellcheck source=/dev/null
source "$cache/browsers.env"
BINDGEN=$(scripts/bindgen.sh)
export BINDGEN FORGETMENOT_PROTOS="$cache/protos"
exec node scripts/run-suites.mjs "$@"
