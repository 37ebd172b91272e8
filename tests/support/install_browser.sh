#!/usr/bin/env bash
# Sees to a browser for the tests: one that is here, else Debian's Chromium where we may install
# it, else Playwright's own. With none the browser tests are skipped and say so; in CI they fail.
set -eu
python=$1

has_browser() {
    command -v chromium || command -v chromium-browser || command -v google-chrome
} > /dev/null

need=()
has_browser || need+=(chromium fonts-liberation)
"$python" -m playwright --version > /dev/null 2>&1 || need+=(libatomic1) # what drives it wants that

if [ ${#need[@]} -gt 0 ] && [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
    echo "Installing for the browser tests: ${need[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends "${need[@]}" > /dev/null
fi

has_browser || "$python" -m playwright install chromium > /dev/null 2>&1 ||
    echo "No browser here and none could be installed: the browser tests will be skipped"
