// The Jupyter wire in a hundred lines: one websocket (v1.kernel.websocket.jupyter.org), widget models by comm.

const PROTOCOL = "v1.kernel.websocket.jupyter.org";
const SILENCE = 4000; // ms without an answer before asking the server whether the kernel still lives
const text = new TextEncoder();
const untext = new TextDecoder();

/** One message as the protocol packs it: offsets, channel, header, parent, metadata, content, buffers. */
export function pack(channel, message) {
  const parts = [channel, message.header, message.parent_header ?? {}, message.metadata ?? {}, message.content].map((part, k) => text.encode(k === 0 ? part : JSON.stringify(part)));
  parts.push(...(message.buffers ?? []).map((buffer) => new Uint8Array(buffer.buffer ?? buffer, buffer.byteOffset ?? 0, buffer.byteLength)));
  const count = parts.length + 1;
  const head = 8 * (count + 1);
  const whole = new Uint8Array(head + parts.reduce((sum, part) => sum + part.byteLength, 0));
  const view = new DataView(whole.buffer);
  view.setBigUint64(0, BigInt(count), true);
  let place = head;
  parts.forEach((part, k) => {
    view.setBigUint64(8 * (k + 1), BigInt(place), true);
    whole.set(part, place);
    place += part.byteLength;
  });
  view.setBigUint64(8 * count, BigInt(place), true);
  return whole;
}

/** The reverse of `pack`. */
export function unpack(buffer) {
  const view = new DataView(buffer);
  const count = Number(view.getBigUint64(0, true));
  const offsets = Array.from({ length: count }, (_, k) => Number(view.getBigUint64(8 * (k + 1), true)));
  const part = (k) => JSON.parse(untext.decode(new Uint8Array(buffer, offsets[k], offsets[k + 1] - offsets[k])));
  const buffers = [];
  for (let k = 5; k < count - 1; k += 1) buffers.push(new DataView(buffer.slice(offsets[k], offsets[k + 1])));
  const channel = untext.decode(new Uint8Array(buffer, offsets[0], offsets[1] - offsets[0]));
  return { channel, header: part(1), parent_header: part(2), metadata: part(3), content: part(4), buffers };
}

const unique = () => (crypto.randomUUID ? crypto.randomUUID() : Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join(""));

/** The connection to one kernel: reconnects by itself, knows when the kernel is gone. */
export class Kernel {
  constructor(base, id, { onstate }) {
    Object.assign(this, { base, id, onstate, models: new Map(), waiting: new Map(), session: unique(), pause: 250, ended: false });
    this.connect();
  }

  connect() {
    const url = new URL(`${this.base}api/kernels/${this.id}/channels?session_id=${this.session}`, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    this.socket = new WebSocket(url, [PROTOCOL]);
    this.socket.binaryType = "arraybuffer";
    this.socket.onopen = () => this.opened();
    this.socket.onmessage = ({ data }) => this.receive(unpack(data));
    this.socket.onclose = () => this.closed();
  }

  opened() {
    this.pause = 250;
    this.onstate("open");
    for (const model of this.models.values()) model.refresh();
  }

  async closed() {
    if (this.ended) return;
    for (const model of this.models.values()) model.lost();
    if (await this.check()) return;
    this.onstate("lost");
    setTimeout(() => this.connect(), this.pause);
    this.pause = Math.min(this.pause * 2, 4000);
  }

  /** Whether the server says that this kernel no longer exists (silence is not an answer). */
  async gone() {
    try {
      const answer = await fetch(`${this.base}api/kernels/${this.id}`, { cache: "no-store" });
      return answer.status === 404;
    } catch {
      return false;
    }
  }

  /** Tell once when the kernel is gone. */
  async check() {
    if (this.ended || !(await this.gone())) return this.ended;
    this.finish("gone");
    return true;
  }

  finish(state) {
    if (this.ended) return;
    this.end();
    this.onstate(state);
  }

  end() {
    this.ended = true;
    this.socket.close();
  }

  send(type, content, { buffers = [], metadata = {} } = {}) {
    const header = { msg_id: unique(), msg_type: type, username: "", session: this.session, date: new Date().toISOString(), version: "5.3" };
    this.socket.send(pack("shell", { header, content, metadata, buffers }));
    return header.msg_id;
  }

  get open() {
    return this.socket.readyState === WebSocket.OPEN;
  }

  receive(message) {
    const { header, content, parent_header: parent } = message;
    if (header.msg_type === "comm_msg") this.models.get(content.comm_id)?.receive(content.data, message.buffers);
    if (header.msg_type === "status" && content.execution_state === "idle") {
      const done = this.waiting.get(parent.msg_id);
      this.waiting.delete(parent.msg_id);
      done?.();
    }
    // a kernel that starts again has forgotten what this page was about
    if (header.msg_type === "status" && /dead|restarting/.test(content.execution_state)) this.finish("broken");
  }

  model(id) {
    if (!this.models.has(id)) this.models.set(id, new Model(this, id));
    return this.models.get(id);
  }
}

/** What an anywidget module calls `model`: get, set, save_changes, on, off, send. */
export class Model {
  constructor(kernel, id) {
    Object.assign(this, { kernel, id, state: {}, pending: {}, busy: false, listeners: new Map() });
    this.known = false;
    this.ready = new Promise((resolve) => (this.arrived = resolve));
    if (kernel.open) this.refresh();
  }

  /** Ask for the whole state; ask again while nothing has come. */
  refresh() {
    clearTimeout(this.again);
    if (!this.kernel.open) return;
    this.kernel.send("comm_msg", { comm_id: this.id, data: { method: "request_state" } });
    if (!this.known) this.again = setTimeout(() => this.refresh(), 2000);
    this.flush();
  }

  lost() {
    this.busy = false;
  }

  get(name) {
    return this.state[name];
  }

  set(name, value) {
    this.state[name] = value;
    this.pending[name] = value;
  }

  /** One update is under way at a time; what changes meanwhile goes as one with the next. */
  save_changes() {
    this.flush();
  }

  flush() {
    if (this.busy || !this.kernel.open || !Object.keys(this.pending).length) return;
    const state = this.pending;
    this.pending = {};
    this.busy = true;
    const slow = setTimeout(() => this.kernel.check(), SILENCE);
    const id = this.kernel.send("comm_msg", { comm_id: this.id, data: { method: "update", state, buffer_paths: [] } });
    this.kernel.waiting.set(id, () => {
      clearTimeout(slow);
      this.busy = false;
      this.flush();
    });
  }

  /** A word to the kernel; without a connection it is not said (who asked has a patience of its own). */
  send(content, _callbacks, buffers = []) {
    if (this.kernel.open) this.kernel.send("comm_msg", { comm_id: this.id, data: { method: "custom", content } }, { buffers });
  }

  receive(data, buffers) {
    if (data.method === "custom") {
      this.emit("msg:custom", data.content, buffers);
      return;
    }
    if (data.method !== "update") return;
    const state = data.state;
    (data.buffer_paths ?? []).forEach((path, k) => place(state, path, buffers[k]));
    const changed = Object.keys(state).filter((name) => !(name in this.pending));
    for (const name of changed) this.state[name] = state[name];
    // an update of some values may overtake the whole state that we asked for
    if ("_model_name" in this.state) {
      this.known = true;
      clearTimeout(this.again);
      this.arrived();
    }
    for (const name of changed) this.emit(`change:${name}`);
    if (changed.length) this.emit("change");
  }

  on(names, callback) {
    for (const name of names.split(" ")) this.listeners.set(name, [...(this.listeners.get(name) ?? []), callback]);
  }

  off(names, callback) {
    if (!names) this.listeners.clear();
    for (const name of (names ?? "").split(" ")) this.listeners.set(name, (this.listeners.get(name) ?? []).filter((item) => callback && item !== callback));
  }

  emit(name, ...values) {
    for (const callback of this.listeners.get(name) ?? []) callback(...values);
  }
}

function place(state, path, buffer) {
  const inner = path.slice(0, -1).reduce((part, key) => part[key], state);
  inner[path[path.length - 1]] = buffer;
}
