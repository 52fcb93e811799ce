# Empty roots of Debian suites, for tests/fresh and tests/package. Needs root, a network, git, and debootstrap, which
# is installed where it lacks. Source this first: the script is started again where mounts are its own, so that
# everything mounted below is gone when it ends, however it ends.
# The roots lie in $LONGVIEW_FRESH (/var/tmp/longview-fresh where that is not set), are made anew each time, and stay
# to be looked at.
repository=$(cd "$(dirname "$0")/.." && pwd)
roots=${LONGVIEW_FRESH:-/var/tmp/longview-fresh}
[ "$(id -u)" = 0 ] || { echo "$0 makes system roots, so it must be started as root." >&2; exit 1; }
[ $# -gt 0 ] || { sed -n 's/^# usage: /usage: /p' "$0" >&2; exit 2; }
[ "${1:-}" = --inside ] && shift || exec unshare --mount "$0" --inside "$@"
command -v debootstrap >/dev/null || apt-get install -y -q debootstrap >/dev/null || exit 1

# empty_root SUITE NAME: an empty system of that suite in $roots/NAME
empty_root() {
  rm -rf --one-file-system "${roots:?}/${2:?}"
  mkdir -p "$roots/$2"
  debootstrap --variant=minbase "$1" "$roots/$2" >"$roots/$2.log" 2>&1 || { tail -n 5 "$roots/$2.log"; return 1; }
  # A mirror may be some weeks behind.
  echo 'Acquire::Check-Valid-Until "false";' >"$roots/$2/etc/apt/apt.conf.d/99mirror"
  cp /etc/resolv.conf "$roots/$2/etc/resolv.conf"
  mount -t proc proc "$roots/$2/proc" && mount --rbind /dev "$roots/$2/dev"
}

# put_project NAME: what is committed, and the real data beside it where they are, as root's longview
put_project() {
  git clone -q "$repository" "$roots/$1/root/longview" || return 1
  [ ! -d "$repository/../shared" ] || {
    mkdir "$roots/$1/root/shared" && mount --bind -o ro "$repository/../shared" "$roots/$1/root/shared"
  }
}

# in_root NAME FOLDER COMMAND: runs it there with nothing of our environment
in_root() {
  chroot "$roots/$1" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive CI="${CI:-}" \
    sh -c "cd $2 && $3"
}

wrong=0
# try NAME FOLDER COMMAND…: timed; prints how long it took and the last line that it said
try() {
  name=$1 folder=$2
  shift 2
  said=$roots/$name-$(echo "$*" | tr -cs 'a-z0-9\n' -).log
  began=$(date +%s)
  in_root "$name" "$folder" "$*" >"$said" 2>&1
  status=$?
  echo "$name: $*: $(($(date +%s) - began)) s, status $status: $(tail -n 1 "$said")"
  [ "$status" = 0 ] || { wrong=$((wrong + 1)); tail -n 20 "$said" >&2; }
}
