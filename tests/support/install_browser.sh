#!/usr/bin/env bash
# Provides a browser for the tests: an installed one, otherwise Debian's Chromium if this user may
# install it, otherwise Playwright's own. Without one, browser tests are skipped, and fail in CI.
set -eu
python=$1

has_browser() {
    command -v chromium || command -v chromium-browser || command -v google-chrome
} > /dev/null

need=()
has_browser || need+=(chromium fonts-liberation)
"$python" -m playwright --version > /dev/null 2>&1 || need+=(libatomic1) # Playwright's driver needs it

if [ ${#need[@]} -gt 0 ] && [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
    echo "Installing for the browser tests: ${need[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends "${need[@]}" > /dev/null
fi

has_browser || "$python" -m playwright install chromium > /dev/null 2>&1 ||
    echo "No browser is installed and none could be installed; browser tests will be skipped"
