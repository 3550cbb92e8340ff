#!/usr/bin/env bash
# Plans from databases: PostgreSQL, Sail and Apache Spark (Spark Connect with two executors) as real servers on free ports of this machine, SQLite, and DuckDB
# from the library of its npm package.
#   run.sh PLAN_LOYALTY VENV WORK   (VENV holds requirements.txt, spark.txt in its folder spark, and lake.txt in its folder lake; WORK is an empty folder)
# PostgreSQL is started as a user without rights. All servers keep their data in WORK and are stopped in the end. With FULL=1 four companies go through every
# engine, and executors are killed while they work.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
plan=$(realpath "$1") venv=$(realpath "$2") work=$(realpath "$3")
data=${LOYALTY_SHARED_DATA:-$here/../../../shared/data}

bin=$(ls -d /usr/lib/postgresql/*/bin 2> /dev/null | sort -V | tail -1)
if [ -z "$bin" ]; then
  as_root=$(command -v sudo || true)
  $as_root apt-get update -qq
  $as_root apt-get install -y -qq --no-install-recommends postgresql > /dev/null
  bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
fi
if ! command -v java > /dev/null; then
  as_root=$(command -v sudo || true)
  $as_root apt-get update -qq
  $as_root apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless > /dev/null
fi
npm=npm
command -v npm > /dev/null || npm=$venv/bin/npm
export PATH=$PATH:$venv/bin
mkdir "$work/duckdb"
(cd "$work/duckdb" && tar xzf "$("$npm" pack --silent --ignore-scripts @duckdb/node-bindings-linux-x64)")
# Extensions of DuckDB are of one version only; PyPI has those of 1.5.5.
mkdir "$work/duckdb-lake"
(cd "$work/duckdb-lake" && tar xzf "$("$npm" pack --silent --ignore-scripts @duckdb/node-bindings-linux-x64@1.5.5-r.5)")

# PostgreSQL refuses to run as root.
as_nobody=()
server=$work/server
mkdir "$server"
if [ "$(id -u)" = 0 ]; then
  as_nobody=(setpriv --reuid=nobody --regid=nogroup --clear-groups)
  for folder in "$work" "$(dirname "$work")"; do chmod o+x "$folder"; done
  chown nobody "$server"
fi
export LC_ALL=C PGPASSWORD=top-secret-of-the-owner
free_port() { "$venv/bin/python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
port=$(free_port) sail_port=$(free_port) spark_port=$(free_port)
(umask 022 && echo "$PGPASSWORD" > "$work/password")
"${as_nobody[@]}" "$bin/initdb" -D "$server/data" -U owner --auth=scram-sha-256 --pwfile="$work/password" -E UTF8 > "$server.log" 2>&1
# A certificate of an authority that only this run knows: what goes to a host that is not called localhost is encrypted.
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=authority of the test" -keyout "$work/ca.key" -out "$work/ca.crt" 2> /dev/null
openssl req -newkey rsa:2048 -nodes -subj "/CN=127.0.0.1" -keyout "$server/server.key" -out "$work/server.csr" 2> /dev/null
openssl x509 -req -days 2 -in "$work/server.csr" -CA "$work/ca.crt" -CAkey "$work/ca.key" -CAcreateserial -extfile <(echo "subjectAltName=IP:127.0.0.1") -out "$server/server.crt" 2> /dev/null
chmod 600 "$server/server.key"
[ -z "${as_nobody[*]}" ] || chown nobody "$server"/server.*
sail= spark=
stop() {
  "${as_nobody[@]}" "$bin/pg_ctl" -D "$server/data" -m immediate -w stop > /dev/null 2>&1 || true
  [ -z "$sail" ] || kill "$sail" 2> /dev/null || true
  # Executors are children of the server and end with it.
  [ -z "$spark" ] || { pkill -P "$spark" 2> /dev/null; kill "$spark" 2> /dev/null; wait "$spark" 2> /dev/null; } || true
}
trap stop EXIT
SAIL_MODE=local-cluster "$venv/bin/sail" spark server --ip 127.0.0.1 --port "$sail_port" > "$work/sail.log" 2>&1 &
sail=$!
home=$venv/spark/pyspark
mkdir "$work/spark"
SPARK_HOME=$home SPARK_LOCAL_IP=127.0.0.1 SPARK_LOCAL_DIRS=$work/spark SPARK_WORKER_DIR=$work/spark/workers "$home/bin/spark-submit" --class org.apache.spark.sql.connect.service.SparkConnectServer --master 'local-cluster[2,1,1024]' \
  --conf spark.connect.grpc.binding.address=127.0.0.1 --conf spark.connect.grpc.binding.port="$spark_port" --conf spark.driver.host=127.0.0.1 \
  --conf spark.driver.bindAddress=127.0.0.1 --conf spark.ui.enabled=false --conf spark.sql.warehouse.dir="$work/spark/tables" > "$work/spark.log" 2>&1 &
spark=$!
"${as_nobody[@]}" "$bin/pg_ctl" -D "$server/data" -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$server -c fsync=off -c ssl_cert_file=$server/server.crt -c ssl_key_file=$server/server.key" -l "$server/log" -w start > /dev/null

"$plan" demo --out "$work/demo" > /dev/null
"$venv/bin/python" "$here/load.py" "$work" "$port" "$work/duckdb/package/libduckdb.so" "$data"
"$venv/bin/python" "$here/same.py" "$plan" "$work" "$port" "$work/duckdb/package/libduckdb.so" "$data" "$sail_port" "$spark_port"
"$venv/bin/python" "$here/sums.py" "$plan" "$work" "$port" "$work/duckdb/package/libduckdb.so" "$data" "$sail_port" "$spark_port"
"$venv/bin/python" "$here/gallery.py" "$plan" "$work" "$port"
"$venv/bin/python" "$here/lake.py" "$plan" "$work" "$sail_port" "$venv" "$work/duckdb-lake/package/libduckdb.so"
[ "${FULL:-}" != 1 ] || "$venv/bin/python" "$here/kills.py" "$plan" "$work" "$spark_port" "$spark" "$sail_port" "$sail"
