import type { JsonObject, JsonValue } from '@understudy/core/provider';
import { isJsonObject } from '@understudy/provider-utils';
import { JsonTextFastPath } from '@understudy/provider-utils/internal';

/** The JSON before the text of a delta. */
const beforeText = /"(?:text|thinking|partial_json)"\s*:\s*"(?!")/;

/** The fields with the text, by the type of the delta. */
const textFields: ReadonlyMap<JsonValue | undefined, string> = new Map([
  ['text_delta', 'text'],
  ['thinking_delta', 'thinking'],
  ['input_json_delta', 'partial_json'],
]);

/** A delta of text, and the index of its block. */
export interface BlockDelta {
  readonly index: number;
  readonly delta: JsonObject;
}

/** Reads deltas that differ from the previous one only in their text, without JSON.parse. */
export class DeltaFastPath {
  readonly #path = new JsonTextFastPath(beforeText, hasOnlyText);
  #index = 0;
  #type = '';
  #field = '';

  /** Keeps the raw JSON of a delta that was parsed completely. */
  remember(data: string, { index, delta }: BlockDelta): void {
    this.#field = textFields.get(delta.type) ?? '';
    if (this.#field === '' || typeof delta.type !== 'string') return;
    this.#type = delta.type;
    this.#index = index;
    this.#path.remember(data);
  }

  /** Returns the delta, or undefined if the event must be parsed completely. */
  read(data: string): BlockDelta | undefined {
    if (this.#field === '') return undefined;
    const text = this.#path.read(data);
    if (text === undefined) return undefined;
    return { index: this.#index, delta: { type: this.#type, [this.#field]: text } };
  }
}

const eventFields: readonly string[] = ['type', 'index', 'delta'];

/** Whether the event is a delta with this text, and nothing else. */
function hasOnlyText(event: JsonValue | undefined, text: string): boolean {
  if (!isJsonObject(event) || event.type !== 'content_block_delta') return false;
  const { delta } = event;
  if (!isJsonObject(delta) || Object.keys(delta).length !== 2) return false;
  const field = textFields.get(delta.type) ?? '';
  return delta[field] === text && Object.keys(event).every((name) => eventFields.includes(name));
}
