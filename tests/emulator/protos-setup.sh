#!/usr/bin/env bash
# Installs the published Gemini protos (Python) that the fidelity tests parse requests with. Idempotent.
set -euo pipefail

version=0.12.1
dir="${FORGETMENOT_PROTOS:-$HOME/.cache/forgetmenot/protos}"

if ! command -v python3 >/dev/null; then
  echo "protos-setup: python3 is missing; install it (apt-get install python3 python3-pip)" >&2
  exit 1
fi
if [[ -d "$dir/google_ai_generativelanguage-$version.dist-info" ]]; then
  exit 0
fi
parent="$(dirname "$dir")"
mkdir -p "$parent"
fresh="$(mktemp -d -p "$parent")"
trap 'rm -rf "$fresh"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore \
  --target "$fresh" "google-ai-generativelanguage==$version"
rm -rf "$dir"
mv "$fresh" "$dir"
