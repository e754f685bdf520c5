# What the tests of all editors share. Sourced, not run.
#
# WATCHPOST     the server's program; target/release/watchpost if not set
# EDITORS       where editors are installed; .editors in the repository if not set
# KEEP          a folder that keeps screens, logs and pictures of the run; .editors/last if not set

tests=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$tests/../.." && pwd)
EDITORS=${EDITORS:-$root/.editors}
WATCHPOST=$(readlink -f "${WATCHPOST:-$root/target/release/watchpost}")
KEEP=${KEEP:-$EDITORS/last}
export WATCHPOST EDITORS KEEP
mkdir -p "$KEEP"

fail() {
  echo "FAILED: $*" >&2
  exit 1
}

[ -x "$WATCHPOST" ] || fail "$WATCHPOST is no program; build it with cargo build --release, or set WATCHPOST"

# Makes $state, a folder that is gone afterwards, with a copy of the project in it and with a program
# named `watchpost` on the PATH, as users have it. Each start of the server leaves its process id.
begin() {
  state=$(mktemp -d)
  project=$state/project
  cp -r "$tests/project" "$project"
  mkdir -p "$state/bin" "$state/home" "$state/config" "$state/data" "$state/cache"
  : > "$state/servers"
  cat > "$state/bin/watchpost" <<PROGRAM
#!/bin/sh
# Outlives no editor: exec keeps the process id.
[ "\$1" = serve ] && echo \$\$ >> '$state/servers'
exec '$WATCHPOST' "\$@"
PROGRAM
  chmod +x "$state/bin/watchpost"
  export PATH="$state/bin:$PATH" HOME="$state/home"
  export XDG_CONFIG_HOME="$state/config" XDG_DATA_HOME="$state/data" XDG_STATE_HOME="$state/data" XDG_CACHE_HOME="$state/cache"
  trap 'rm -rf "$state"' EXIT
}

# Fails if a server that the editor started is still there a second after the editor has gone.
no_server_left() {
  [ -s "$state/servers" ] || fail "the editor started no server"
  sleep 1
  local process
  while read -r process; do
    # A zombie has gone too; it only waits for someone to read its status.
    if [ -d "/proc/$process" ] && ! grep -q '^State:[[:space:]]*Z' "/proc/$process/status"; then
      fail "server $process is still running a second after the editor has gone"
    fi
  done < "$state/servers"
}
