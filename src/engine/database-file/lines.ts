/** The lines of a text that may be large, one after the other, as bytes: the tools count columns in bytes. */
import { utf8Decode } from '../base';

export class Lines {
  at = 0;

  constructor(readonly bytes: Uint8Array) {}

  get isAtEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  /** The line that comes next, without its end. */
  peek(): Uint8Array {
    const end = this.end();
    return this.bytes.subarray(this.at, this.bytes[end - 1] === 0x0d ? Math.max(this.at, end - 1) : end);
  }

  peekText(): string {
    return utf8Decode(this.peek());
  }

  skip(): void {
    this.at = Math.min(this.bytes.length, this.end() + 1);
  }

  /** Whether a line follows that is not blank; those before it are skipped. */
  hasMore(): boolean {
    while (!this.isAtEnd && this.peek().every((byte) => byte === 0x20 || byte === 0x09)) this.skip();
    return !this.isAtEnd;
  }

  private end(): number {
    const end = this.bytes.indexOf(0x0a, this.at);
    return end < 0 ? this.bytes.length : end;
  }
}
