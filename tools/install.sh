#!/bin/sh
# Makes the virtual environment $2 with the Python $1 from the locked requirements; may be repeated.
# uv installs in seconds; where it cannot reach its index, pip does the same with its own settings.
set -eu
python=$1
venv=$2
lock=requirements-dev.lock

if ! [ -x "$venv/bin/python" ]; then
    "$python" -m venv "$venv" || {
        echo "Could not make $venv. On Debian and Ubuntu: apt-get install python3-venv" >&2
        exit 1
    }
fi
bin=$venv/bin

# uv itself comes from the lock as well, with its hashes: the block from `uv==` to the next package.
if ! "$bin/uv" --version >/dev/null 2>&1; then
    awk '/^[^ #]/ { inside = /^uv==/ } inside' "$lock" >"$venv/uv.lock.txt"
    "$bin/python" -m pip install -q --require-hashes --no-deps -r "$venv/uv.lock.txt"
fi

# People who set a mirror for pip mean it for every installer.
if [ -z "${UV_DEFAULT_INDEX:-}${UV_INDEX_URL:-}" ]; then
    mirror=${PIP_INDEX_URL:-$("$bin/python" -m pip config get global.index-url 2>/dev/null || true)}
    [ -z "$mirror" ] || export UV_DEFAULT_INDEX="$mirror"
fi

with_uv() {
    "$bin/uv" pip install -q --python "$bin/python" --require-hashes -r "$lock" &&
        "$bin/uv" pip install -q --python "$bin/python" --no-deps --no-build-isolation -e .
}

with_pip() {
    "$bin/python" -m pip install -q --require-hashes --no-deps -r "$lock" &&
        "$bin/python" -m pip install -q --no-deps --no-build-isolation -e .
}

with_uv || {
    echo "uv could not install; trying with pip, which takes longer." >&2
    with_pip
}
