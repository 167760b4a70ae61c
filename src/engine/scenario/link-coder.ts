/**
 * Short texts as very few bytes: an arithmetic coder after a model that mixes what
 * several contexts expect of the next bit (context mixing, as in Mahoney's lpaq).
 * Both sides begin by reading the same primer, so that what links have in common
 * costs nearly nothing.
 *
 * All arithmetic is on integers or on exact doubles without functions of the
 * platform, so that every browser decodes the same text. Links of these bytes are
 * out there: nothing here may change what a sequence of bytes means.
 */

/** A text ends with this byte, which no JSON contains. */
const END = 0;
const ORDERS = [1, 2, 3, 4, 5, 7] as const;
const SLOT_BITS = 18;
const MATCH_LENGTH = 6;
const MATCH_BITS = 16;
const MOST_SEEN = 90;
const INPUTS = 2 * ORDERS.length + 2;
const MATCH_SETS = 8;
const ORDER_SETS = ORDERS.length + 1;

/** Bytes of text for which the model is used; it works at some hundred kilobytes a second. */
export const MAX_CODED_BYTES = 64 * 1024;

export function encodeShort(text: Uint8Array, primer: Uint8Array): Uint8Array {
  const model = primed(primer);
  const out: number[] = [];
  let low = 0;
  let high = 0xffffffff;
  const put = (bit: number) => {
    const middle = split(low, high, model.probability());
    if (bit === 1) high = middle;
    else low = middle + 1;
    model.learn(bit);
    while (((low ^ high) & 0xff000000) === 0) {
      out.push(high >>> 24);
      low = (low << 8) >>> 0;
      high = ((high << 8) | 255) >>> 0;
    }
  };
  for (const byte of text) for (let shift = 7; shift >= 0; shift--) put((byte >> shift) & 1);
  for (let shift = 7; shift >= 0; shift--) put((END >> shift) & 1);
  // The reader goes on with zeros: as many bytes as it takes to be between the two.
  for (let kept = 0; kept < 4; kept++) {
    const unit = 2 ** (8 * (4 - kept));
    const least = Math.ceil(low / unit) * unit;
    if (least > high) continue;
    for (let byte = 0; byte < kept; byte++) out.push(Math.floor(least / 2 ** (24 - 8 * byte)) & 255);
    break;
  }
  while (out.at(-1) === 0) out.pop();
  return Uint8Array.from(out);
}

/** Undefined when the text does not end within `MAX_CODED_BYTES`. */
export function decodeShort(bytes: Uint8Array, primer: Uint8Array): Uint8Array | undefined {
  const model = primed(primer);
  let next = 0;
  let low = 0;
  let high = 0xffffffff;
  let code = 0;
  for (; next < 4; next++) code = ((code << 8) | (bytes[next] ?? 0)) >>> 0;
  const text = new Uint8Array(MAX_CODED_BYTES);
  for (let length = 0; length <= MAX_CODED_BYTES; length++) {
    let byte = 0;
    for (let place = 0; place < 8; place++) {
      const middle = split(low, high, model.probability());
      const bit = code <= middle ? 1 : 0;
      if (bit === 1) high = middle;
      else low = middle + 1;
      model.learn(bit);
      byte = (byte << 1) | bit;
      while (((low ^ high) & 0xff000000) === 0) {
        low = (low << 8) >>> 0;
        high = ((high << 8) | 255) >>> 0;
        code = ((code << 8) | (bytes[next++] ?? 0)) >>> 0;
      }
    }
    if (byte === END) return text.subarray(0, length);
    if (length < MAX_CODED_BYTES) text[length] = byte;
    // Nothing that was written is followed by so many zeros.
    if (next > bytes.length + 8) return undefined;
  }
  return undefined;
}

/** Where the interval is divided; `probability` of a 1, of 65,536. */
function split(low: number, high: number, probability: number): number {
  return low + Math.floor(((high - low) * probability) / 65536);
}

/** The model after the last primer that was read: reading it takes longer than a short link. */
let held: { readonly primer: Uint8Array; readonly model: Model } | undefined;

function primed(primer: Uint8Array): Model {
  if (held?.primer !== primer) {
    const model = new Model();
    for (const byte of primer) {
      for (let shift = 7; shift >= 0; shift--) {
        model.probability();
        model.learn((byte >> shift) & 1);
      }
    }
    held = { primer, model };
  }
  return held.model.copy();
}

/** What the next bit is expected to be, from the bits before. */
class Model {
  /** A slot a bit in each context: how likely a 1 is (0 is even), and how often it was seen. */
  readonly #expected = ORDERS.map(() => new Int16Array(1 << SLOT_BITS));
  readonly #seen = ORDERS.map(() => new Uint8Array(1 << SLOT_BITS));
  readonly #hashes = new Int32Array(ORDERS.length);
  readonly #slots = new Int32Array(ORDERS.length);
  readonly #inputs = new Float64Array(INPUTS);
  readonly #bySituation = new Float64Array(MATCH_SETS * ORDER_SETS * INPUTS).fill(14_000);
  readonly #byBits = new Float64Array(256 * INPUTS).fill(14_000);
  /** How often a match of so many bytes was right, of 65,536. */
  readonly #trust = new Float64Array(32).fill(49_152);
  readonly #history = new Uint8Array(MAX_CODED_BYTES * 2);
  readonly #last = new Int32Array(1 << MATCH_BITS);
  #length = 0;
  /** The bits of this byte so far, after a 1. */
  #bits = 1;
  #match = 0;
  #matched = 0;
  #situation = 0;
  #mixed: readonly [number, number] = [0, 0];

  copy(): Model {
    const copy = new Model();
    for (const [order, slots] of this.#expected.entries()) copy.#expected[order]?.set(slots);
    for (const [order, slots] of this.#seen.entries()) copy.#seen[order]?.set(slots);
    copy.#hashes.set(this.#hashes);
    copy.#bySituation.set(this.#bySituation);
    copy.#byBits.set(this.#byBits);
    copy.#trust.set(this.#trust);
    copy.#history.set(this.#history);
    copy.#last.set(this.#last);
    copy.#length = this.#length;
    copy.#match = this.#match;
    copy.#matched = this.#matched;
    return copy;
  }

  /** Of a 1, of 65,536. */
  probability(): number {
    const inputs = this.#inputs;
    let known = 0;
    for (let order = 0; order < ORDERS.length; order++) {
      const slot = (Math.imul((this.#hashes[order] ?? 0) + this.#bits, 0x2c1b3c6d) >>> (32 - SLOT_BITS)) | 0;
      this.#slots[order] = slot;
      const seen = this.#seen[order]?.[slot] ?? 0;
      const expected = this.#expected[order]?.[slot] ?? 0;
      inputs[2 * order] = seen === 0 ? 0 : stretch((expected + 32768) >> 4);
      inputs[2 * order + 1] = seen === 0 ? 0 : expected >> 5;
      if (seen > 0) known = order + 1;
    }
    const bit = this.#matchedBit();
    const trusted = bit === undefined ? 0 : stretch(Math.floor((this.#trust[Math.min(this.#matched, 31)] ?? 0) / 16));
    inputs[INPUTS - 2] = bit === 0 ? -trusted : trusted;
    inputs[INPUTS - 1] = 256;
    const bucket = bit === undefined ? 0 : Math.min(1 + (this.#matched >> 2), MATCH_SETS - 1);
    this.#situation = (bucket * ORDER_SETS + known) * INPUTS;
    const a = dot(this.#bySituation, this.#situation, inputs);
    const b = dot(this.#byBits, this.#bits * INPUTS, inputs);
    this.#mixed = [squash(a), squash(b)];
    const both = fineSquash((a + b) / 2);
    return Math.min(Math.max(both, 24), 65536 - 24);
  }

  learn(bit: number): void {
    const [a, b] = this.#mixed;
    adjust(this.#bySituation, this.#situation, this.#inputs, bit * 4095 - a);
    adjust(this.#byBits, this.#bits * INPUTS, this.#inputs, bit * 4095 - b);
    const target = bit === 1 ? 32767 : -32768;
    for (let order = 0; order < ORDERS.length; order++) {
      const slot = this.#slots[order] ?? 0;
      const expected = this.#expected[order];
      const seen = this.#seen[order];
      if (expected === undefined || seen === undefined) continue;
      const times = seen[slot] ?? 0;
      const now = expected[slot] ?? 0;
      expected[slot] = now + Math.trunc((target - now) / (times + 1.4));
      if (times < MOST_SEEN) seen[slot] = times + 1;
    }
    const foreseen = this.#matchedBit();
    if (foreseen !== undefined) {
      const length = Math.min(this.#matched, 31);
      const trust = this.#trust[length] ?? 0;
      this.#trust[length] = trust + Math.trunc(((foreseen === bit ? 65535 : 0) - trust) / 32);
      if (foreseen !== bit) this.#matched = 0;
    }
    this.#bits = (this.#bits << 1) | bit;
    if (this.#bits >= 256) this.#endByte(this.#bits & 255);
  }

  #matchedBit(): number | undefined {
    if (this.#matched === 0) return undefined;
    const byte = (this.#history[this.#match] ?? 0) | 256;
    const place = 31 - Math.clz32(this.#bits);
    return (byte >> (7 - place)) & 1;
  }

  #endByte(byte: number): void {
    this.#bits = 1;
    this.#history[this.#length] = byte;
    this.#length += 1;
    let hash = 0;
    let order = 0;
    for (let back = 1; back <= Math.max(7, MATCH_LENGTH); back++) {
      hash = Math.imul(hash + (this.#history[this.#length - back] ?? 0) + 1, 0x2f0b4c47);
      if (back === ORDERS[order]) this.#hashes[order++] = Math.imul(hash ^ (hash >>> 15), 0x5bd1e995) + back;
      if (back === MATCH_LENGTH) this.#findMatch(hash);
    }
  }

  #findMatch(hash: number): void {
    const place = (Math.imul(hash, 0x9e3779b1) >>> (32 - MATCH_BITS)) | 0;
    if (this.#matched > 0) {
      this.#matched += 1;
      this.#match += 1;
    } else {
      this.#match = this.#last[place] ?? 0;
      while (
        this.#matched < 32 &&
        this.#matched < this.#match &&
        this.#history[this.#match - 1 - this.#matched] === this.#history[this.#length - 1 - this.#matched]
      )
        this.#matched += 1;
    }
    this.#last[place] = this.#length;
  }
}

function dot(weights: Float64Array, from: number, inputs: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < INPUTS; index++) sum += (weights[from + index] ?? 0) * (inputs[index] ?? 0);
  return Math.max(-2047, Math.min(2047, Math.floor(sum / 65536)));
}

function adjust(weights: Float64Array, from: number, inputs: Float64Array, error: number): void {
  for (let index = 0; index < INPUTS; index++) {
    const weight = weights[from + index] ?? 0;
    weights[from + index] = weight + Math.floor(((inputs[index] ?? 0) * error * LEARNING) / 2048);
  }
}

/** Of 2,048: how far a weight moves for what its input was wrong by. */
const LEARNING = 3;

/** 4096 / (1 + e^(-x/256)) at x = -2048, -1920, …, 2048. */
const LOGISTIC: readonly number[] = [
  1, 2, 3, 6, 10, 16, 27, 45, 73, 120, 194, 310, 488, 747, 1101, 1546, 2047, 2549, 2994, 3348, 3607, 3785, 3901, 3975,
  4024, 4050, 4068, 4079, 4085, 4089, 4092, 4093, 4094,
];

/** A probability of 65,536 for a sum of evidence from -2047 to 2047. */
function fineSquash(x: number): number {
  const at = Math.floor(x) + 2048;
  const index = at >> 7;
  const part = at & 127;
  return ((LOGISTIC[index] ?? 0) * (128 - part) + (LOGISTIC[index + 1] ?? 0) * part) >> 3;
}

function squash(x: number): number {
  return fineSquash(x) >> 4;
}

/** The inverse of `squash`. */
const STRETCHED = (() => {
  const table = new Int16Array(4096);
  let from = 0;
  for (let x = -2047; x <= 2047; x++) {
    const to = squash(x);
    for (let p = from; p <= to; p++) table[p] = x;
    from = Math.max(from, to + 1);
  }
  for (let p = from; p < 4096; p++) table[p] = 2047;
  return table;
})();

function stretch(p: number): number {
  return STRETCHED[p] ?? 0;
}
