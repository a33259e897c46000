# A mail server that wants STARTTLS and a login, with a certificate for 127.0.0.1 made at its start. What it takes stands
# as files in its folder.
# shellcheck shell=bash disable=SC2154  # lib.sh sets them
start_aiosmtpd() {
  local folder=$services_folder/aiosmtpd port
  port=$(free_port)
  mkdir -p "$folder/mails"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "/CN=Mail Test Authority" \
    -addext "subjectAltName=IP:127.0.0.1" -keyout "$folder/key.pem" -out "$folder/certificate.pem" \
    >>"$folder/log" 2>&1
  # Debian's own Python, which has the package.
  run_server aiosmtpd /usr/bin/python3 "$checkout/ci/services/aiosmtpd_server.py" "$port" "$folder"
  wait_until 180 "aiosmtpd on port $port" bash -c "exec 3<>/dev/tcp/127.0.0.1/$port"
  tell aiosmtpd "SMTP_PORT=$port" "SMTP_CA_FILE=$folder/certificate.pem" "SMTP_MAILS=$folder/mails" \
    "SMTP_USER=monitor" "SMTP_PASSWORD=correct-horse"
}
