#!/bin/bash
# Debian 12, Ubuntu; as root: PostgreSQL's programs. No server of the system's is started; the tests start their own.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
mkdir -p /etc/postgresql-common
[ -e /etc/postgresql-common/createcluster.conf ] || echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
apt-get update -q
apt-get install -y --no-install-recommends postgresql
