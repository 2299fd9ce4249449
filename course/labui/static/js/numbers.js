// Numbers as Indonesia writes them: 1.234,5 · 86,4 % · −2,1 (the same forms as kpi_sim.units).

export const NBSP = "\u00a0";
export const MINUS = "\u2212";

/** `value` with `decimals` places, "." between thousands, "," before the decimals. */
export function formatNumber(value, decimals = 0) {
  if (value === null || value === undefined || !Number.isFinite(value)) return "tidak ada data";
  const [whole, rest] = Math.abs(value).toFixed(decimals).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ".");
  const negative = value < 0 && Number(Math.abs(value).toFixed(decimals)) !== 0;
  return (negative ? MINUS : "") + grouped + (rest ? `,${rest}` : "");
}

/** The value of a lever with its unit, as it stands beside the lever. */
export function formatValue(lever, value) {
  if (lever.options?.length) return lever.options[Math.round(value - lever.minimum)] ?? "";
  const text = formatNumber(value * (lever.scale ?? 1), lever.decimals ?? 0);
  return lever.unit === "%" ? `${text}${NBSP}%` : text;
}

/** "04.32": minutes and seconds as a clock reads in Indonesia. */
export function formatClock(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  const two = (part) => String(part).padStart(2, "0");
  return `${two(Math.floor(whole / 60))}.${two(whole % 60)}`;
}

/** A Float32Array from what the wire brings (DataView, ArrayBuffer or typed array). */
export function floats(raw) {
  if (!raw) return new Float32Array(0);
  if (raw instanceof ArrayBuffer) return new Float32Array(raw);
  const bytes = new Uint8Array(raw.buffer, raw.byteOffset, raw.byteLength).slice();
  return new Float32Array(bytes.buffer);
}
