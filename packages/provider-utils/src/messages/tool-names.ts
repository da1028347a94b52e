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
  readonly #reserved: string | undefined;

  /** @param reserved - the name of a tool that the encoder adds to the request. Another tool gets another name */
  constructor(
    { tools = [] }: Pick<ChatRequest, 'tools'>,
    maxLength: number = defaultMaxLength,
    reserved?: string,
  ) {
    this.#maxLength = maxLength;
    this.#reserved = reserved;
    if (reserved !== undefined) this.#originals.set(reserved, reserved);
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
    return createUnusedName(valid, this.#maxLength, this.#originals);
  }

  #set(name: string, encoded: string): string {
    this.#encoded.set(name, encoded);
    this.#originals.set(encoded, name);
    return encoded;
  }

  #isValid(name: string): boolean {
    const isAccepted = name.length <= this.#maxLength && /^[a-z_][\w-]*$/i.test(name);
    return isAccepted && name !== this.#reserved;
  }
}

/** Returns a name, shortened to a length, that is not used. */
export function createUnusedName(
  name: string,
  maxLength: number,
  used: Pick<ReadonlySet<string>, 'has'>,
): string {
  let unused = name.slice(0, maxLength);
  for (let count = 2; used.has(unused); count += 1) {
    const suffix = `_${count}`;
    unused = name.slice(0, maxLength - suffix.length) + suffix;
  }
  return unused;
}

/** Returns a text without characters that vendors reject in names. */
export function toName(text: string, fallback: string): string {
  return text.replaceAll(/[^\w-]/g, '_') || fallback;
}
