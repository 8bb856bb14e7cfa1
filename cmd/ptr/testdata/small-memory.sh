# Runs a command where memory-backed storage is small, in a mount namespace: size,
# command. What lies in the large one, such as this test's own files, stays reachable.
set -e
size=$1
shift
# OWN is the name there of what stays.
own=$(expr "$WORK" : '\(/dev/shm/[^/]*\)' || true)
# With what is mounted in it: the kernel keeps that together for who is not root outside.
mount --rbind /dev/shm /mnt
mount -t tmpfs -o size="$size" tmpfs /dev/shm
if [ -n "$own" ]; then
	mkdir "$own"
	mount --rbind "/mnt/${own#/dev/shm/}" "$own"
fi
export OWN="${own##*/}"
cd "$PWD" # which is reached through the mount from now on
exec "$@"
