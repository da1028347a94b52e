import type { Message } from '../chat/message.ts';

/**
 * Assigns new ids to the tool calls of other providers. Two providers may use the same id in one conversation, so that a
 * result belongs to the call in the last assistant message before it.
 */
export class ToolCallIds {
  readonly #taken: ReadonlySet<string>;
  /** The new ids of the calls whose results follow, by old id. */
  readonly #newIds = new Map<string, readonly string[]>();
  #lastRole: Message['role'] | undefined;
  #isSameTurn = false;
  #count = 0;

  constructor(messages: readonly Message[]) {
    const parts = messages.flatMap(({ role, content }) =>
      role === 'assistant' && typeof content !== 'string' ? content : [],
    );
    this.#taken = new Set(parts.flatMap((part) => (part.type === 'tool-call' ? [part.id] : [])));
  }

  /** Call it for each message, in order. Consecutive assistant messages are one turn. */
  startMessage(role: Message['role']): void {
    this.#isSameTurn = role === 'assistant' && this.#lastRole === 'assistant';
    this.#lastRole = role;
  }

  /** Returns the id of a call: a new one if it is of another provider. */
  add(id: string, isForeign: boolean): string {
    const newId = isForeign ? this.#create() : id;
    const earlier = this.#isSameTurn ? (this.#newIds.get(id) ?? []) : [];
    this.#newIds.set(id, [...earlier, newId]);
    return newId;
  }

  /** Returns the new id of the call that a result belongs to. */
  find(id: string): string {
    const [first = id, ...others] = this.#newIds.get(id) ?? [];
    // Results of calls with the same id in one turn are in the order of the calls.
    if (others.length > 0) this.#newIds.set(id, others);
    return first;
  }

  #create(): string {
    do this.#count += 1;
    while (this.#taken.has(`call_${this.#count}`));
    return `call_${this.#count}`;
  }
}
