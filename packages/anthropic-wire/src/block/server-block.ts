import type {
  JsonObject,
  JsonValue,
  ProgressEvent,
  ProviderEvent,
} from '@understudy/core/provider';
import { isJsonObject, parseJson } from '@understudy/provider-utils';

import type { Block, BlockContext } from './block.ts';

const serverTypes =
  /^(?:(?:server|mcp)_tool_use|mcp_tool_listing|container_upload|compaction|fallback)$|_tool_result$/;

/**
 * Whether a block is about the work of the vendor's servers: the call or the result of a tool, a file that a tool
 * created, a compaction, or the change to another model.
 */
export function isServerBlock({ type }: JsonObject): boolean {
  return typeof type === 'string' && serverTypes.test(type);
}

/**
 * A block about the work of the vendor's servers. It has no counterpart in the events, but the vendor needs it to
 * continue a paused turn, to cite results later, and to check the turn. It is therefore the metadata of a text without
 * content.
 */
export class ServerBlock implements Block {
  readonly activity: ProgressEvent['activity'] | undefined;
  readonly #start: JsonObject;
  readonly #context: BlockContext;
  readonly #pieces: string[] = [];
  /** The fields of a compaction, which are complete in one delta. */
  #fields: JsonObject = {};

  constructor(start: JsonObject, context: BlockContext) {
    const { type, name } = start;
    const searches =
      type === 'server_tool_use' && typeof name === 'string' && /search|fetch/.test(name);
    this.activity = searches ? 'searching' : undefined;
    this.#start = start;
    this.#context = context;
  }

  start(): void {
    this.#context.reserve(JSON.stringify(this.#start).length);
  }

  read(delta: JsonObject): void {
    if (delta.type === 'compaction_delta') this.#readFields(delta);
    const { partial_json: piece } = delta;
    if (typeof piece !== 'string') return;
    this.#context.reserve(piece.length);
    this.#pieces.push(piece);
  }

  #readFields({ type: _type, ...fields }: JsonObject): void {
    this.#context.reserve(JSON.stringify(fields).length);
    this.#fields = { ...this.#fields, ...fields };
  }

  /** A call that was cut off cannot be sent back. */
  end(_isCut: boolean, events: ProviderEvent[]): void {
    const streamed = this.#pieces.join('');
    const input = streamed === '' ? this.#start.input : parseJson(streamed);
    if (streamed !== '' && !isJsonObject(input)) return;
    const block = { ...this.#start, ...this.#fields, ...(input !== undefined && { input }) };
    events.push({ type: 'text-end', providerMetadata: { block } });
  }
}

/** Returns the block that a text without content represents. */
export function readServerBlock(metadata: JsonObject | undefined): JsonObject | undefined {
  const block: JsonValue | undefined = metadata?.block;
  return isJsonObject(block) && isServerBlock(block) ? block : undefined;
}
