// The peer of the emulator in its bench: a SimConnect server as one would write it in JavaScript, on node-simconnect's
// own buffer class. It answers Open, then sends every client its data as fast as it can: each message made anew from ten
// variables, one write a client and turn, and no more of it while a client's socket is full.
//
//   node reference_server.js --variables 10 --requests 1        prints "listening on 127.0.0.1:PORT"
'use strict';

const net = require('net');
const path = require('path');
const modules = path.join(__dirname, '..', 'conformance', 'node_modules', 'node-simconnect');
const {RawBuffer} = require(path.join(modules, 'dist', 'RawBuffer.js'));

const argument = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const variables = argument('variables', 10);
const requests = argument('requests', 1);
const RECV_SIMOBJECT_DATA = 8;
const REQUEST_DATA = 0x0e;
const clients = new Set();
let turn = 0;

function message(requestId) {
  const buffer = new RawBuffer(40 + 8 * variables);
  buffer.clear();
  buffer.writeInt32(40 + 8 * variables);
  buffer.writeInt32(4);
  buffer.writeInt32(RECV_SIMOBJECT_DATA);
  for (const field of [requestId, 1, 1, 0, 1, 1, variables]) buffer.writeInt32(field);
  for (let i = 0; i < variables; ++i) buffer.writeFloat64(turn + i);
  return buffer.getBuffer();
}

// Counts the requests of a client; it is served once it has made all of them.
function hear(client, chunk) {
  client.bytes = Buffer.concat([client.bytes, chunk]);
  while (client.bytes.length >= 4 && client.bytes.length >= client.bytes.readUInt32LE(0)) {
    const size = client.bytes.readUInt32LE(0);
    if ((client.bytes.readUInt32LE(8) & 0xffff) === REQUEST_DATA) ++client.asked;
    client.bytes = client.bytes.subarray(size);
  }
}

function serve() {
  ++turn;
  for (const client of clients) {
    if (client.asked < requests || client.full) continue;
    const messages = [];
    for (let id = 0; id < requests; ++id) messages.push(message(id));
    client.full = !client.socket.write(messages.length === 1 ? messages[0] : Buffer.concat(messages));
  }
  setImmediate(serve);
}

const server = net.createServer((socket) => {
  const client = {socket, bytes: Buffer.alloc(0), asked: 0, full: false};
  socket.setNoDelay(true);
  socket.on('data', (chunk) => hear(client, chunk));
  socket.on('drain', () => { client.full = false; });
  socket.on('error', () => clients.delete(client));
  socket.on('close', () => clients.delete(client));
  clients.add(client);
});
server.listen(0, '127.0.0.1', () => {
  console.log(`listening on 127.0.0.1:${server.address().port}`);
  serve();
});
