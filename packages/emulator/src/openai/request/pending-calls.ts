import type { DecodedMessage } from './decoded-message.ts';
import { ParameterError } from './errors/parameter-error.ts';

/** The tool calls that still need a tool message with their result. */
export class PendingCalls {
  #callIds: readonly string[] = [];
  readonly #pending = new Set<string>();

  /** @throws ParameterError if a result has no call, or a call has no result */
  add({ path, role, callIds, toolCallId }: DecodedMessage): void {
    if (toolCallId !== undefined) {
      if (!this.#callIds.includes(toolCallId)) {
        throw new ParameterError(
          "Invalid parameter: messages with role 'tool' must be a response to a preceding message with 'tool_calls'.",
          `${path}.role`,
        );
      }
      this.#pending.delete(toolCallId);
      return;
    }
    this.end(`${path}.role`);
    this.#callIds = role === 'assistant' ? callIds : [];
    for (const id of this.#callIds) this.#pending.add(id);
  }

  /** @throws ParameterError if a call has no result */
  end(path: string): void {
    if (this.#pending.size === 0) return;
    throw new ParameterError(
      `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${[...this.#pending].join(', ')}`,
      path,
    );
  }
}
