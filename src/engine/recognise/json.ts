/** JSON (RFC 8259) with the place of every value. Reads one value and says where it ends. */
import type { TextRange } from '../base';

interface Base {
  readonly place: TextRange;
}
export interface JsonScalar extends Base {
  readonly kind: 'string' | 'other';
  readonly text: string;
  /** Of a string without its quotes. */
  readonly inner: TextRange;
}
export interface JsonArray extends Base {
  readonly kind: 'array';
  readonly items: readonly JsonNode[];
}
export interface JsonObject extends Base {
  readonly kind: 'object';
  readonly members: ReadonlyMap<string, JsonNode>;
}
export type JsonNode = JsonScalar | JsonArray | JsonObject;

export type JsonRead =
  { readonly ok: true; readonly node: JsonNode; readonly end: number } | { readonly ok: false; readonly at: number };

/** Deeper values than this are none that anybody pastes. */
const MAX_DEPTH = 60;

export function readJson(text: string, from: number): JsonRead {
  const reader = new Reader(text, from);
  const node = reader.value(0);
  return node === undefined ? { ok: false, at: reader.at } : { ok: true, node, end: reader.at };
}

class Reader {
  constructor(
    private readonly text: string,
    public at: number,
  ) {}

  value(depth: number): JsonNode | undefined {
    this.blanks();
    const start = this.at;
    const char = this.text.charAt(start);
    if (depth > MAX_DEPTH) return undefined;
    if (char === '{') return this.object(start, depth);
    if (char === '[') return this.array(start, depth);
    if (char === '"') return this.string();
    const word = /[-+.\w]/y;
    let at = start;
    for (word.lastIndex = at; word.test(this.text); word.lastIndex = at) at++;
    const text = this.text.slice(start, at);
    if (!/^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?)$/.test(text)) return undefined;
    this.at = at;
    const place = { start, end: at };
    return { kind: 'other', text, place, inner: place };
  }

  private object(start: number, depth: number): JsonNode | undefined {
    const members = new Map<string, JsonNode>();
    this.at++;
    if (!this.accept('}')) {
      do {
        this.blanks();
        const key = this.text.charAt(this.at) === '"' ? this.string() : undefined;
        if (key === undefined || !this.accept(':')) return undefined;
        const value = this.value(depth + 1);
        if (value === undefined) return undefined;
        members.set(key.text, value);
      } while (this.accept(','));
      if (!this.accept('}')) return undefined;
    }
    return { kind: 'object', members, place: { start, end: this.at } };
  }

  private array(start: number, depth: number): JsonNode | undefined {
    const items: JsonNode[] = [];
    this.at++;
    if (!this.accept(']')) {
      do {
        const value = this.value(depth + 1);
        if (value === undefined) return undefined;
        items.push(value);
      } while (this.accept(','));
      if (!this.accept(']')) return undefined;
    }
    return { kind: 'array', items, place: { start, end: this.at } };
  }

  private string(): JsonScalar | undefined {
    const start = this.at;
    for (let at = start + 1; at < this.text.length; at++) {
      const code = this.text.charCodeAt(at);
      if (code === 0x5c) at++;
      else if (code < 0x20) break;
      else if (code === 0x22) {
        const content = unquote(this.text.slice(start, at + 1));
        if (content === undefined) break;
        this.at = at + 1;
        return { kind: 'string', text: content, place: { start, end: at + 1 }, inner: { start: start + 1, end: at } };
      }
    }
    return undefined;
  }

  private accept(char: string): boolean {
    this.blanks();
    if (this.text.charAt(this.at) !== char) return false;
    this.at++;
    return true;
  }

  private blanks(): void {
    for (let code = this.text.charCodeAt(this.at); code === 0x20 || (code >= 0x09 && code <= 0x0d);) {
      code = this.text.charCodeAt(++this.at);
    }
  }
}

function unquote(literal: string): string | undefined {
  if (!literal.includes('\\')) return literal.slice(1, -1);
  try {
    const value: unknown = JSON.parse(literal);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
