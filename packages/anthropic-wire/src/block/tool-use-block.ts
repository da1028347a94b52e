import type { JsonObject, JsonValue, ProviderEvent } from '@understudy/core/provider';
import {
  isJsonObject,
  malformedResponse,
  parseJson,
  readString,
  SurrogateJoiner,
} from '@understudy/provider-utils';

import { renameInText } from '../property-names.ts';
import type { PropertyNames } from '../property-names.ts';
import { pushText, readText } from './block.ts';
import type { Block, BlockContext } from './block.ts';
import { readCallFields } from './call-fields.ts';

/**
 * A tool call. Without deltas, its arguments are those of the start. Arguments whose names must be restored are one
 * delta.
 */
export class ToolUseBlock implements Block {
  readonly endsLate = true;
  readonly #id: string;
  readonly #name: string;
  readonly #input: JsonValue;
  readonly #metadata: { readonly providerMetadata?: JsonObject };
  readonly #propertyNames: PropertyNames | undefined;
  readonly #pieces: string[] = [];
  /** Empty arguments at the beginning. They can mean that the arguments follow. */
  #empty = '';

  /** @throws ProviderError `malformed-response` if the call has no name */
  constructor(start: JsonObject, context: BlockContext) {
    const name = readString(start, 'name') ?? '';
    if (name === '') throw malformedResponse('a tool call with a name', 'none');
    this.#id = context.claimId(readString(start, 'id') ?? '');
    this.#name = name;
    this.#input = start.input ?? {};
    const fields = readCallFields(start);
    this.#metadata = Object.keys(fields).length > 0 ? { providerMetadata: fields } : {};
    this.#propertyNames = context.propertyNamesOf(name);
  }

  start(events: ProviderEvent[]): void {
    events.push({
      type: 'tool-call-start',
      id: this.#id,
      name: this.#name,
      ...this.#metadata,
    });
  }

  read({ partial_json: piece }: JsonObject, events: ProviderEvent[]): void {
    // Some proxies send the arguments as an object.
    const text = isJsonObject(piece) ? JSON.stringify(piece) : readText(piece);
    if (text === '') return;
    if (this.#pieces.length === 0 && /^\s*\{\s*\}\s*$/.test(text)) {
      this.#empty = text;
      return;
    }
    this.#pieces.push(text);
    if (this.#propertyNames) return;
    events.push({ type: 'tool-call-delta', id: this.#id, argumentsText: text });
  }

  end(isCut: boolean, events: ProviderEvent[]): void {
    const streamed = this.#pieces.join('');
    const sent = streamed === '' ? encodeInput(this.#input) : streamed;
    const argumentsText = this.#propertyNames ? renameInText(sent, this.#propertyNames) : sent;
    const isMissing = streamed + this.#empty === '' && argumentsText === '{}';
    const incomplete = (isCut && isMissing) || parseJson(argumentsText) === undefined;
    const id = this.#id;
    if (streamed === '' || this.#propertyNames) {
      events.push({ type: 'tool-call-delta', id, argumentsText });
    }
    const name = this.#name;
    events.push({
      type: 'tool-call-end',
      id,
      name,
      argumentsText,
      ...this.#metadata,
      ...(incomplete && { incomplete }),
    });
  }
}

/** A tool call whose arguments are the text of the response. */
export class JsonBlock implements Block {
  readonly #input: JsonValue | undefined;
  readonly #text = new SurrogateJoiner();
  #hasText = false;

  constructor({ input }: JsonObject) {
    this.#input = input;
  }

  start(): void {}

  read({ partial_json: piece }: JsonObject, events: ProviderEvent[]): void {
    const text = readText(piece);
    if (text === '') return;
    this.#hasText = true;
    pushText('text-delta', this.#text.add(text), events);
  }

  end(_isCut: boolean, events: ProviderEvent[]): void {
    pushText('text-delta', this.#hasText ? this.#text.flush() : encodeInput(this.#input), events);
    events.push({ type: 'text-end' });
  }
}

/** Some proxies send the input as text. */
function encodeInput(input: JsonValue | undefined): string {
  if (isJsonObject(input)) return JSON.stringify(input);
  return typeof input === 'string' && input !== '' ? input : '{}';
}
