// A SimConnect client that understands nothing: it says what it is told to and writes down every byte it hears, so that
// no fault can confuse it. Layouts are those of the wire reference, protocol 4.
"use strict";

const net = require("node:net");

const PROTOCOL = 4;
const OPEN = 0x01, ADD_TO_DATA_DEFINITION = 0x0C, REQUEST_DATA = 0x0E, SET_DATA = 0x10, REQUEST_SYSTEM_STATE = 0x35;
const FLOAT64 = 4, VISUAL_FRAME = 2, UNUSED = 0xFFFFFFFF;

function text(value, size) {
  const field = Buffer.alloc(size);
  field.write(value, "latin1");
  return field;
}
function words(...values) {
  const field = Buffer.alloc(4 * values.length);
  values.forEach((value, n) => field.writeUInt32LE(value, 4 * n));
  return field;
}

class RawClient {
  // Resolves to a client that is connected, or to null when the connection is refused.
  static connect({host, port}) {
    return new Promise((resolve) => {
      const socket = net.connect(port, host, () => resolve(new RawClient(socket)));
      socket.once("error", () => resolve(null));
    });
  }

  constructor(socket) {
    this.socket = socket;
    this.sent = 0;
    this.chunks = [];
    socket.setNoDelay(true);
    this.hearsSomething = new Promise((resolve) => {
      socket.on("data", (chunk) => {
        this.chunks.push(chunk);
        resolve();
      });
      socket.once("close", resolve);
    });
    socket.on("error", () => {});  // a reset; the end says so too
    this.ended = new Promise((resolve) => socket.once("close", resolve));
  }

  get heard() {
    return Buffer.concat(this.chunks);
  }
  // Resolves when the system has it: on loopback it can be read by the other side then.
  send(message, ...fields) {
    const payload = Buffer.concat(fields);
    const head = words(16 + payload.length, PROTOCOL, (0xF0000000 | message) >>> 0, ++this.sent);
    return new Promise((resolve) => {
      if (!this.socket.writable) return resolve();
      this.socket.write(Buffer.concat([head, payload]), resolve);
    });
  }
  open(name) {
    return this.send(OPEN, text(name, 256), words(0), Buffer.from("\0XSF", "latin1"), words(10, 0, 61259, 0));
  }
  // Wants the variable in every frame, as request 1.
  watch(variable) {
    this.define(1, variable);
    return this.send(REQUEST_DATA, words(1, 1, 0, VISUAL_FRAME, 0, 0, 0, 0));
  }
  define(definition, variable) {
    const epsilon = 0;
    return this.send(ADD_TO_DATA_DEFINITION, words(definition), text(variable, 256), text("", 256),
      words(FLOAT64, epsilon, UNUSED));
  }
  setLever() {
    this.define(2, "L:LEVER");
    return this.send(SET_DATA, words(2, 0, 0, 1, 8), Buffer.alloc(8));
  }
  askState(request) {
    return this.send(REQUEST_SYSTEM_STATE, words(request), text("Sim", 256));
  }
}

module.exports = {RawClient};
