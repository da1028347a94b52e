import type { JsonObject, JsonValue } from '@understudy/core/provider';
import { isJsonObject, readString } from '@understudy/provider-utils';

/** Calls that the client runs, or that the vendor runs in a place of the client. */
const clientCalls: ReadonlySet<JsonValue | undefined> = new Set([
  'computer_call',
  'local_shell_call',
  'shell_call',
  'apply_patch_call',
  'tool_search_call',
  'mcp_approval_request',
]);

const outputs: ReadonlySet<JsonValue | undefined> = new Set([
  'computer_call_output',
  'local_shell_call_output',
  'shell_call_output',
  'apply_patch_call_output',
  'tool_search_output',
  'mcp_approval_response',
]);

const programs: ReadonlySet<JsonValue | undefined> = new Set(['program', 'program_output']);

/**
 * Returns what the API accepts in a request, if an item without a counterpart is needed in the next request: an
 * encrypted summary of the context, a program that calls functions, or a call that the client runs.
 */
export function readKeptItem(item: JsonValue | undefined): JsonObject | undefined {
  if (!isJsonObject(item) || item.status === 'incomplete') return undefined;
  const { type, encrypted_content: encrypted } = item;
  if (type === 'compaction') {
    return typeof encrypted === 'string' ? { type, encrypted_content: encrypted } : undefined;
  }
  const isKept = clientCalls.has(type) || outputs.has(type) || programs.has(type);
  const { created_by: _creator, ...sent } = item;
  return isKept ? sent : undefined;
}

/** The calls of a list of items, by the id that their output has. */
export class ClientCalls {
  readonly #open = new Map<string, JsonObject>();

  /** Adds a call, or removes the one to which an output belongs. Others are run by the vendor. */
  read(item: JsonObject): void {
    const { type, execution } = item;
    if (execution === 'server') return;
    if (clientCalls.has(type)) this.#open.set(idOf(item), item);
    else if (outputs.has(type)) this.#end(idOf(item));
  }

  /** An output can have the id of the item instead of that of the call. */
  #end(id: string): void {
    for (const [callId, item] of this.#open) {
      if (callId === id || item.id === id) this.#open.delete(callId);
    }
  }

  /** Whether a call has no output. */
  has(item: JsonObject): boolean {
    return this.#open.get(idOf(item)) === item;
  }

  /** The type of the first call for which the vendor waits. */
  get awaited(): string | undefined {
    const [first] = this.#open.values();
    return readString(first, 'type');
  }
}

function idOf(item: JsonObject): string {
  const names = ['approval_request_id', 'call_id', 'id'];
  return names.map((name) => readString(item, name)).find((id) => id !== undefined) ?? '';
}
