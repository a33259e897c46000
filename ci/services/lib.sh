# What the servers of ci/services share: free ports, waiting, process ids. Sourced, not run.
# shellcheck shell=bash
# shellcheck source=ci/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
services_folder=$checkout/build/services

# A port of 127.0.0.1 that nobody listens on now, below the kernel's own range, so that no client takes it meanwhile.
free_port() {
  local port
  for _ in $(seq 200); do
    port=$((20000 + RANDOM % 12000))
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      echo "$port"
      return
    fi
  done
  echo "services: no free port below 32000" >&2
  return 1
}

# wait_until SECONDS WHAT COMMAND...: until COMMAND succeeds; says what did not happen otherwise.
wait_until() {
  local limit=$1 what=$2 begin=$SECONDS
  shift 2
  until "$@" >/dev/null 2>&1; do
    if [ $((SECONDS - begin)) -ge "$limit" ]; then
      echo "services: $what did not happen within $limit s" >&2
      return 1
    fi
    sleep 0.1
  done
}

# run_server NAME COMMAND...: in the background, its output in build/services/NAME/log, its pid written down.
run_server() {
  local name=$1
  shift
  "$@" >>"$services_folder/$name/log" 2>&1 </dev/null &
  echo "$!" >"$services_folder/$name.pid"
}

# tell NAME VARIABLE=VALUE...: for those who use the server.
tell() {
  local name=$1
  shift
  printf '%s\n' "$@" >"$services_folder/$name.env"
}

is_running() { # NAME
  local pid_file=$services_folder/$1.pid
  [ -e "$pid_file" ] && kill -0 "$(cat "$pid_file")" 2>/dev/null
}

service_up() { # NAME
  local name=$1
  if is_running "$name"; then return; fi
  mkdir -p "$services_folder/$name"
  # shellcheck disable=SC1090
  source "$checkout/ci/services/$name.sh"
  if ! "start_${name//-/_}"; then
    echo "services: $name did not start; its log:" >&2
    tail -n 20 "$services_folder/$name/log" >&2 || true
    service_down "$name"
    return 1
  fi
  echo "$name: $(tr '\n' ' ' <"$services_folder/$name.env")"
}

service_down() { # NAME
  local name=$1 pid
  if is_running "$name"; then
    pid=$(cat "$services_folder/$name.pid")
    kill "$pid"
    for _ in $(seq 100); do
      kill -0 "$pid" 2>/dev/null || break
      sleep 0.1
    done
    kill -9 "$pid" 2>/dev/null || true
  fi
  rm -rf "${services_folder:?}/${name:?}" "$services_folder/$name.pid" "$services_folder/$name.env"
}
