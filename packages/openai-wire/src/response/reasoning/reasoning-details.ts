import type { JsonObject, JsonValue, ProviderEvent } from '@understudy/core/provider';
import { isJsonObject, malformedResponse, readString } from '@understudy/provider-utils';
import { partsTooLarge } from '@understudy/provider-utils/internal';

/** A limit on memory. */
const maxDetails = 1024;

/** The fields that arrive in pieces. The last value of another field replaces earlier ones. */
const textFields = ['text', 'summary', 'data'];

/** Text and summaries are also in the reasoning. These fields are not, and the vendor needs them back. */
const opaqueFields = ['signature', 'data'];

interface Detail {
  readonly fields: Map<string, JsonValue>;
  readonly texts: Map<string, string[]>;
}

/**
 * Joins the pieces of `reasoning_details`, which OpenRouter requires back with the next request: they contain
 * signatures and encrypted reasoning. https://openrouter.ai/docs/use-cases/reasoning-tokens#preserving-reasoning-blocks
 */
export class ReasoningDetails {
  readonly #details = new Map<string, Detail>();
  readonly #maxBytes: number;
  #size = 0;
  #isOpaque = false;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** @throws ProviderError `malformed-response`, `response-too-large` */
  read(pieces: readonly JsonValue[]): void {
    for (const piece of pieces) if (isJsonObject(piece)) this.#readPiece(piece);
  }

  /** Emits the end of the reasoning with the details, if the vendor needs them. */
  end(events: ProviderEvent[]): void {
    if (!this.#isOpaque) return;
    const details = [...this.#details.values()].map(toJson);
    events.push({ type: 'reasoning-end', providerMetadata: { reasoning_details: details } });
  }

  #readPiece(piece: JsonObject): void {
    const { fields, texts } = this.#find(piece);
    for (const [name, value] of Object.entries(piece)) {
      if (value === null) continue;
      if (typeof value === 'string') this.#count(value);
      if (opaqueFields.includes(name) && value !== '') this.#isOpaque = true;
      if (typeof value !== 'string' || !textFields.includes(name)) fields.set(name, value);
      else if (texts.has(name)) texts.get(name)?.push(value);
      else texts.set(name, [value]);
    }
  }

  #count(value: string): void {
    this.#size += value.length;
    if (this.#size > this.#maxBytes) throw partsTooLarge('reasoning details', this.#maxBytes);
  }

  /** Pieces of the same detail have the same type and index. Complete details have no index, or one of their own. */
  #find(piece: JsonObject): Detail {
    const { index } = piece;
    const key =
      typeof index === 'number'
        ? `${readString(piece, 'type') ?? ''} ${index}`
        : `#${this.#details.size}`;
    const known = this.#details.get(key);
    if (known) return known;
    if (this.#details.size >= maxDetails) {
      throw malformedResponse(`at most ${maxDetails} reasoning details`, 'more');
    }
    const detail = { fields: new Map<string, JsonValue>(), texts: new Map<string, string[]>() };
    this.#details.set(key, detail);
    return detail;
  }
}

function toJson({ fields, texts }: Detail): JsonObject {
  const joined = [...texts].map(([name, pieces]) => [name, pieces.join('')] as const);
  return { ...Object.fromEntries(fields), ...Object.fromEntries(joined) };
}
