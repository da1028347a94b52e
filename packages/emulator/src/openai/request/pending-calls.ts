import type { DecodedMessage } from './decoded-message.ts';
import { ParameterError } from './parameter-error.ts';

/** The calls whose results have to follow before anything else may. */
export class PendingCalls {
  #called: readonly string[] = [];
  readonly #open = new Set<string>();

  /** Throws where a result has no call, or a call no result. */
  take({ path, role, callIds, answers }: DecodedMessage): void {
    if (answers !== undefined) {
      if (!this.#called.includes(answers)) {
        throw new ParameterError(
          "Invalid parameter: messages with role 'tool' must be a response to a preceding message with 'tool_calls'.",
          `${path}.role`,
        );
      }
      this.#open.delete(answers);
      return;
    }
    this.end(`${path}.role`);
    this.#called = role === 'assistant' ? callIds : [];
    for (const id of this.#called) this.#open.add(id);
  }

  /** Throws while a call waits for its result. */
  end(path: string): void {
    if (this.#open.size === 0) return;
    throw new ParameterError(
      `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${[...this.#open].join(', ')}`,
      path,
    );
  }
}
