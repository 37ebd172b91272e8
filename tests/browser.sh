#!/usr/bin/env bash
# Sees to a browser for the tests: one that is here, else Debian's Chromium where we may install
# it, else Playwright's own. With none the browser tests are skipped and say so; in CI they fail.
set -eu
python=$1

for name in chromium chromium-browser google-chrome; do
    if command -v "$name" > /dev/null; then exit 0; fi
done

if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
    echo "Installing Chromium for the browser tests"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends chromium fonts-liberation > /dev/null
    exit 0
fi

"$python" -m playwright install chromium > /dev/null 2>&1 ||
    echo "No browser here and none could be installed: the browser tests will be skipped"
