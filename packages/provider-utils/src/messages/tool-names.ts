import type { ChatRequest } from '@understudy/core/provider';

const defaultMaxLength = 64;

/**
 * Maps the names of tools to names that all vendors accept, `^[a-zA-Z_][a-zA-Z0-9_-]{0,63}$`. Names of MCP servers
 * often contain other characters. Gemini rejects a digit or a dash at the start. Anthropic accepts 128 characters.
 */
export class ToolNames {
  readonly #encoded = new Map<string, string>();
  readonly #originals = new Map<string, string>();
  readonly #maxLength: number;

  constructor({ tools = [] }: Pick<ChatRequest, 'tools'>, maxLength: number = defaultMaxLength) {
    this.#maxLength = maxLength;
    const names = tools.map(({ name }) => name);
    // Valid names stay, so they are taken before other names are replaced.
    for (const name of names) if (this.#isValid(name)) this.#set(name, name);
    for (const name of names) this.encode(name);
  }

  /** The original names by the names that replace them. Undefined if no name was replaced. */
  get replaced(): ReadonlyMap<string, string> | undefined {
    if (this.#originals.size === 0) return undefined;
    const pairs = [...this.#originals].filter(([encoded, name]) => encoded !== name);
    return pairs.length === 0 ? undefined : new Map(pairs);
  }

  /** Returns the name to send for a tool, or for a call of a tool that the request no longer has. */
  encode(name: string): string {
    const encoded = this.#encoded.get(name);
    if (encoded !== undefined) return encoded;
    return this.#isValid(name) ? name : this.#set(name, this.#create(name));
  }

  #create(name: string): string {
    const valid = toName(name, 'tool').replace(/^(?=[\d-])/, '_');
    let unused = valid.slice(0, this.#maxLength);
    for (let count = 2; this.#originals.has(unused); count += 1) {
      const suffix = `_${count}`;
      unused = valid.slice(0, this.#maxLength - suffix.length) + suffix;
    }
    return unused;
  }

  #set(name: string, encoded: string): string {
    this.#encoded.set(name, encoded);
    this.#originals.set(encoded, name);
    return encoded;
  }

  #isValid(name: string): boolean {
    return name.length <= this.#maxLength && /^[a-z_][\w-]*$/i.test(name);
  }
}

/** Returns a text without characters that vendors reject in names. */
export function toName(text: string, fallback: string): string {
  return text.replaceAll(/[^\w-]/g, '_') || fallback;
}
