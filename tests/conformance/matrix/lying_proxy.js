// A broken simulator: a proxy before the emulator that changes the frames that it sends or that reach it, one kind of message
// at a time.
"use strict";

const net = require("node:net");

const HEADER = 12;

// Gives on(data) the whole frames of a stream one by one, as (message number, copy of the frame).
function frames(on) {
  let waiting = Buffer.alloc(0);
  return (data) => {
    waiting = Buffer.concat([waiting, data]);
    while (waiting.length >= HEADER && waiting.length >= waiting.readUInt32LE(0)) {
      const size = waiting.readUInt32LE(0);
      on(waiting.readUInt32LE(8) & 0x0FFFFFFF, Buffer.from(waiting.subarray(0, size)));
      waiting = waiting.subarray(size);
    }
  };
}

// `change(id, frame)` gives the bytes that go on in the place of a frame of the server; an empty buffer drops it. `hear` does the
// same with what clients send.
// Resolves to {simconnect: {host, port}, control, stop()}, in the place of the emulator.
async function lyingProxy(emulator, change, hear = (id, frame) => frame) {
  const sockets = new Set();
  const server = net.createServer((client) => {
    const upstream = net.connect(emulator.simconnect.port, emulator.simconnect.host);
    upstream.on("data", frames((id, frame) => client.write(change(id, frame))));
    client.on("data", frames((id, frame) => upstream.write(hear(id, frame))));
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
