#!/bin/bash
# Debian 12, Ubuntu; as root: installs the three browser engines, and a virtual screen for WebKit.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
apt-get update -q
apt-get install -y --no-install-recommends chromium firefox-esr webkit2gtk-driver xvfb xauth
# Chromium without a window, for most tests: pages open in a third of the time. Not every distribution has it.
apt-get install -y --no-install-recommends chromium-headless-shell || true
