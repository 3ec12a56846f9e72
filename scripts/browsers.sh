#!/usr/bin/env bash
# A Chromium and a Firefox for the tests: $CHROME and $FIREFOX, or installed ones, or Debian's packages.
# stdout gets what the caller should eval.
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "$0")/common.sh"

# find_browser NAME…: the path of the first of these commands or files that is there. `type -P` looks for files only:
# `command -v` would find a function of this script that has a browser's name.
find_browser() {
  local name
  for name in "$@"; do
    if [ -n "$name" ] && type -P "$name"; then return; fi
  done
  return 1
}

find_chrome() {
  find_browser "${CHROME:-}" chromium chromium-browser google-chrome-stable google-chrome chrome \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" /Applications/Chromium.app/Contents/MacOS/Chromium
}
find_firefox() {
  find_browser "${FIREFOX:-}" firefox-esr firefox /Applications/Firefox.app/Contents/MacOS/firefox
}

missing=()
find_chrome >/dev/null || missing+=(chromium)
find_firefox >/dev/null || missing+=(firefox-esr)
if [ ${#missing[@]} -gt 0 ]; then
  command -v apt-get >/dev/null || die "no ${missing[*]}: install one, or name it in CHROME or FIREFOX"
  apt_install "${missing[@]}" || die "apt-get cannot install ${missing[*]}: name a browser in CHROME or FIREFOX"
fi
printf 'export CHROME=%q FIREFOX=%q\n' "$(find_chrome)" "$(find_firefox)"
