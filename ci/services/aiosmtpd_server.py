"""The mail server of ci/services/aiosmtpd.sh: aiosmtpd_server.py PORT FOLDER.

It offers STARTTLS, refuses mail before it and before a login, and keeps each mail as FOLDER/mails/N.eml, N counting from
1, with the envelope in N.json. N.json comes last: who sees it may read both."""

import asyncio
import json
import pathlib
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


class Keeper:
    """Writes down what arrives."""

    def __init__(self, folder):
        self.folder = folder
        self.count = 0

    async def handle_DATA(self, _server, _session, envelope):  # the name is aiosmtpd's
        self.count += 1
        (self.folder / f"{self.count}.eml").write_bytes(envelope.content)
        part = self.folder / f"{self.count}.part"
        part.write_text(json.dumps({"from": envelope.mail_from, "to": envelope.rcpt_tos}), encoding="utf-8")
        part.rename(self.folder / f"{self.count}.json")
        return "250 OK"


def authenticate(_server, _session, _envelope, _mechanism, data):
    good = isinstance(data, LoginPassword) and data.login == b"monitor" and data.password == b"correct-horse"
    return AuthResult(success=good, handled=good)


async def main(port, folder):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    keeper = Keeper(folder / "mails")

    def protocol():
        return SMTP(keeper, hostname="mail.test", tls_context=context, require_starttls=True, auth_required=True,
                    auth_require_tls=True, authenticator=authenticate)

    server = await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", port)
    await server.serve_forever()


asyncio.run(main(int(sys.argv[1]), pathlib.Path(sys.argv[2])))
