import type {
  JsonObject,
  JsonValue,
  ProgressEvent,
  ProviderEvent,
} from '@understudy/core/provider';
import { isJsonObject, parseJson } from '@understudy/provider-utils';

import type { Block, BlockContext } from './block.ts';

/** Whether a block belongs to a tool that runs on the vendor's servers: its call, or its result. */
export function isServerBlock({ type }: JsonObject): boolean {
  return typeof type === 'string' && /^(?:server|mcp)_tool_use$|_tool_result$/.test(type);
}

/**
 * The call or the result of a server tool. It has no counterpart in the events, but the vendor needs it to continue a
 * paused turn and to cite results later. It is therefore the metadata of a text without content.
 */
export class ServerBlock implements Block {
  readonly activity: ProgressEvent['activity'] | undefined;
  readonly #start: JsonObject;
  readonly #context: BlockContext;
  readonly #pieces: string[] = [];

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

  read({ partial_json: piece }: JsonObject): void {
    if (typeof piece !== 'string') return;
    this.#context.reserve(piece.length);
    this.#pieces.push(piece);
  }

  /** A call that was cut off cannot be sent back. */
  end(_isCut: boolean, events: ProviderEvent[]): void {
    const streamed = this.#pieces.join('');
    const input = streamed === '' ? this.#start.input : parseJson(streamed);
    if (streamed !== '' && !isJsonObject(input)) return;
    const block = { ...this.#start, ...(input !== undefined && { input }) };
    events.push({ type: 'text-end', providerMetadata: { block } });
  }
}

/** Returns the block that a text without content represents. */
export function readServerBlock(metadata: JsonObject | undefined): JsonObject | undefined {
  const block: JsonValue | undefined = metadata?.block;
  return isJsonObject(block) && isServerBlock(block) ? block : undefined;
}
