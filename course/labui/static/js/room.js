// Predictions and runs of the whole room, where the page's server keeps them; elsewhere only one's own.

const EVERY = 2500;

export class Room {
  /** `address`: where predictions are kept, or null. */
  constructor(address, onchange) {
    this.address = address;
    this.onchange = onchange;
    this.predictions = [];
    this.runs = [];
    this.poll = [];
    this.timer = null;
  }

  /** Ask for the room's predictions now and then, as long as somebody looks. */
  watch(on) {
    if (!this.address || Boolean(this.timer) === on) return;
    if (!on) {
      clearInterval(this.timer);
      this.timer = null;
      return;
    }
    this.timer = setInterval(() => !document.hidden && this.fetch(), EVERY);
    this.fetch();
  }

  async fetch() {
    if (!this.address) return;
    try {
      const answer = await fetch(this.address, { cache: "no-store" });
      if (!answer.ok) return;
      Object.assign(this, await answer.json());
      this.onchange(this.predictions);
    } catch {
      // a lost connection is told by the page itself
    }
  }

  /** Send one's own prediction (a later one replaces it) or what it led to. */
  async send(entry) {
    if (!this.address) return;
    try {
      await fetch(this.address, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(entry) });
      await this.fetch();
    } catch {
      // kept on this device; the simulator itself goes on
    }
  }

  close() {
    clearInterval(this.timer);
  }
}
