#!/usr/bin/env bash
# PostGIS on the same routes: peer_postgis.sh ZONE.geojson ROUTES.geojsonl > ROWS.csv
#
# Rows are id,time_us,inside_m, by ST_Length(ST_Intersection(route, zone)) of geographies. Starts a server of its own, with its data in a
# temporary folder and nothing but a socket there to reach it, and ends it again. Status 77: there is no PostGIS here.
set -euo pipefail
zone=$(realpath "$1")
routes=$(realpath "$2")
server=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
version=$(basename "$(dirname "${server:-/none/bin}")")
[ -x "$server/postgres" ] && [ -f "/usr/share/postgresql/$version/extension/postgis.control" ] || exit 77

scratch=$(mktemp -d)
pid=
finish() {
    if [ -n "$pid" ] && kill -INT "$pid" 2>/dev/null; then wait "$pid" 2>/dev/null || true; fi
    rm -rf -- "$scratch"
}
trap finish EXIT

# The server refuses to be root.
as_user=()
if [ "$(id -u)" = 0 ]; then
    as_user=(setpriv --reuid=postgres --regid=postgres --clear-groups)
    chown postgres "$scratch"
fi
cd -- "$scratch"
"${as_user[@]}" "$server/initdb" -D "$scratch/data" -U postgres -A trust -E UTF8 --no-locale -N >"$scratch/log" 2>&1 || {
    cat "$scratch/log" >&2
    exit 3
}
"${as_user[@]}" "$server/postgres" -D "$scratch/data" -k "$scratch" -c listen_addresses= -c fsync=off -c jit=off >"$scratch/log" 2>&1 &
pid=$!
query() { psql -h "$scratch" -U postgres -X -q -A -t -v ON_ERROR_STOP=1 "$@"; }
for _ in $(seq 100); do
    if query -c 'select 1' >/dev/null 2>&1; then break; fi
    sleep 0.1
done

# The delimiters are bytes that JSON does not have, so that a line is one field.
tr '\n' ' ' <"$zone" >"$scratch/zone"
echo >>"$scratch/zone"
cp "$routes" "$scratch/routes"
query >"$scratch/log" <<SQL
create extension postgis;
create table zone_text (line text);
create table route_text (line text);
\copy zone_text from '$scratch/zone' csv delimiter e'\x01' quote e'\x02'
\copy route_text from '$scratch/routes' csv delimiter e'\x01' quote e'\x02'
create table route as
    select (line::json #>> '{properties,id}')::int as id, ST_GeomFromGeoJSON(line::json ->> 'geometry')::geography as line from route_text;
create table found (id int, time_us float8, inside_m float8);
do \$\$
declare
    zone geography;
    route record;
    begun timestamptz;
    inside float8;
begin
    select ST_GeomFromGeoJSON(line::json #>> '{features,0,geometry}')::geography into zone from zone_text;
    for route in select * from route order by id loop
        begun := clock_timestamp();
        begin
            inside := ST_Length(ST_Intersection(route.line, zone));
        exception when others then
            inside := null;
        end;
        insert into found values (route.id, extract(epoch from clock_timestamp() - begun) * 1e6, inside);
    end loop;
end
\$\$;
SQL
query -F , -c 'select id, time_us, inside_m from found order by id'
