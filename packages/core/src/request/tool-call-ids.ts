import type { Message } from '../chat/message.ts';

/**
 * Assigns new ids to tool calls. Two providers may use the same id in one conversation, so a result belongs to the
 * call in the last assistant message before it.
 */
export class ToolCallIds {
  readonly #messages: readonly Message[];
  /** The ids of all calls. Only new ids are compared with them. */
  #taken: ReadonlySet<string> | undefined;
  readonly #format: (count: number) => string;
  /** The new ids of the calls whose results follow, by old id. */
  readonly #newIds = new Map<string, string[]>();
  /** The old ids of the calls of the current turn. */
  readonly #turn = new Set<string>();
  #lastRole: Message['role'] | undefined;
  #count = 0;

  /** @param format - returns a different id for each number */
  constructor(
    messages: readonly Message[],
    format: (count: number) => string = (count) => `call_${count}`,
  ) {
    this.#messages = messages;
    this.#format = format;
  }

  /** Call it for each message, in order. Consecutive assistant messages are one turn. */
  startMessage(role: Message['role']): void {
    if (role !== 'assistant' || this.#lastRole !== 'assistant') this.#turn.clear();
    this.#lastRole = role;
  }

  /** Returns the id of a call: a new one if the provider cannot receive the old one. */
  add(id: string, isReplaced: boolean): string {
    const newId = isReplaced ? this.#create() : id;
    if (this.#turn.has(id)) this.#newIds.get(id)?.push(newId);
    else this.#newIds.set(id, [newId]);
    this.#turn.add(id);
    return newId;
  }

  /** Returns the new id of the call that a result belongs to. */
  find(id: string): string {
    const newIds = this.#newIds.get(id) ?? [];
    // Results of calls with the same id in one turn are in the order of the calls.
    return (newIds.length > 1 ? newIds.shift() : newIds[0]) ?? id;
  }

  #create(): string {
    this.#taken ??= findCallIds(this.#messages);
    let id: string;
    do id = this.#format((this.#count += 1));
    while (this.#taken.has(id));
    return id;
  }
}

function findCallIds(messages: readonly Message[]): ReadonlySet<string> {
  const parts = messages.flatMap(({ role, content }) =>
    role === 'assistant' && typeof content !== 'string' ? content : [],
  );
  return new Set(parts.flatMap((part) => (part.type === 'tool-call' ? [part.id] : [])));
}
