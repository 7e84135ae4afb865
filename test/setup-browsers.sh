#!/bin/bash
# Debian 12, Ubuntu; as root: the three browser engines, and a virtual screen for WebKit.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
apt-get update -q
apt-get install -y --no-install-recommends chromium firefox-esr webkit2gtk-driver xvfb xauth
