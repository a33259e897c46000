// A broken simulator: a proxy before the emulator that changes the frames it sends, one kind of message at a time.
"use strict";

const net = require("node:net");

const HEADER = 12;

// `change(id, frame)` gives the bytes that go on in the place of a frame of the server; an empty buffer drops it.
// Resolves to {simconnect: {host, port}, control, stop()}, in the place of the emulator.
async function lyingProxy(emulator, change) {
  const sockets = new Set();
  const server = net.createServer((client) => {
    const upstream = net.connect(emulator.simconnect.port, emulator.simconnect.host);
    let waiting = Buffer.alloc(0);
    upstream.on("data", (data) => {
      waiting = Buffer.concat([waiting, data]);
      while (waiting.length >= HEADER && waiting.length >= waiting.readUInt32LE(0)) {
        const size = waiting.readUInt32LE(0);
        client.write(change(waiting.readUInt32LE(8), Buffer.from(waiting.subarray(0, size))));
        waiting = waiting.subarray(size);
      }
    });
    client.on("data", (data) => upstream.write(data));
    for (const [one, other] of [[client, upstream], [upstream, client]]) {
      sockets.add(one);
      one.on("close", () => { sockets.delete(one); other.destroy(); });
      one.on("error", () => other.destroy());
    }
  });
  await new Promise((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  return {
    simconnect: {host: "127.0.0.1", port: server.address().port},
    control: emulator.control,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => { server.close(resolve); });
    },
  };
}

module.exports = {HEADER, lyingProxy};
