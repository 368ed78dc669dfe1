#!/bin/sh
# Installs what the browser and PDF tests need beyond Python packages, where it is missing and apt exists.
# PostgreSQL is not among it: the tests bring one along (see docs/decisions/0004).
set -eu

missing=
command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || missing="$missing chromium"
ls /usr/share/fonts/opentype/noto/NotoSansCJK* >/dev/null 2>&1 || missing="$missing fonts-noto-cjk"

if [ -z "$missing" ]; then
    exit 0
fi
if ! command -v apt-get >/dev/null 2>&1; then
    echo "Please install by hand:$missing (tests that need them are left out until then)." >&2
    exit 0
fi

as_root=
[ "$(id -u)" -eq 0 ] || as_root=sudo
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq
# shellcheck disable=SC2086  # Several package names on purpose.
$as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
