/** A position in bytes that are read from front to back. Who reads past the end learns of it by `isShort`. */
export class ByteReader {
  #at = 0;
  #isShort = false;

  constructor(private readonly bytes: readonly number[]) {}

  get left(): number {
    return this.bytes.length - this.#at;
  }

  /** Something was asked for that was not there; it was read as zeros. */
  get isShort(): boolean {
    return this.#isShort;
  }

  take(count: number): readonly number[] {
    const taken = this.bytes.slice(this.#at, this.#at + count);
    this.#at += count;
    if (taken.length === count) return taken;
    this.#isShort = true;
    return Array.from({ length: count }, (_, i) => taken[i] ?? 0);
  }

  /** The next bytes, which stay where they are. */
  peek(count: number): readonly number[] {
    return this.bytes.slice(this.#at, this.#at + count);
  }

  skip(count: number): void {
    this.take(count);
  }

  rest(): readonly number[] {
    return this.take(Math.max(this.left, 0));
  }

  u8(): number {
    return this.take(1)[0] ?? 0;
  }

  u16(): number {
    return Number(this.big(2));
  }

  u32(): number {
    return Number(this.big(4));
  }

  big(count: number): bigint {
    return this.take(count).reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
  }
}
