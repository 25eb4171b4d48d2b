# sh -c THIS sh PROGRAMS PORT: a PostgreSQL server that lives as long as its standard input stays open.
set -eu
programs=$1 port=$2
folder=$(mktemp -d "${TMPDIR:-/tmp}/mediant-postgresql.XXXXXX")
server=
finish() {
    trap - EXIT INT TERM HUP
    if [ -n "$server" ]; then
        kill -INT "$server" 2>/dev/null || true
        wait "$server" || true
    fi
    rm -rf "$folder"
}
trap finish EXIT INT TERM HUP

password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
echo "$password" >"$folder/password"
# Names are sorted as in a language, so that who relies on the order of bytes without saying so is found out.
"$programs/initdb" --pgdata="$folder/data" --username=postgres --pwfile="$folder/password" --auth=scram-sha-256 \
    --encoding=UTF8 --locale-provider=icu --icu-locale=und --locale=C.UTF-8 --no-instructions >"$folder/log" 2>&1 ||
    { cat "$folder/log" >&2; exit 1; }
"$programs/postgres" -D "$folder/data" -p "$port" -c listen_addresses=127.0.0.1 \
    -c unix_socket_directories= -c fsync=on -c max_connections=200 </dev/null >"$folder/log" 2>&1 &
server=$!
until "$programs/pg_isready" --quiet --host=127.0.0.1 --port="$port"; do
    kill -0 "$server" 2>/dev/null || { server=; cat "$folder/log" >&2; exit 1; }
    sleep 0.05
done
echo "ready $password"
cat >/dev/null
