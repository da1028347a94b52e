import type { AssistantPart, Message, ToolMessage } from '@understudy/core/provider';

import { callsOf } from './calls-of.ts';

/**
 * Returns the messages with a new id for each call whose id is empty or that of another call, and for its result.
 * Vendors reject an id that is used twice, and some models count their calls from the start in each response.
 */
export function renameRepeatedCalls(messages: readonly Message[]): readonly Message[] {
  const ids = messages.flatMap(callsOf).map(({ id }) => id);
  const used = new Set(ids);
  if (used.size === ids.length && !used.has('')) return messages;
  const renaming = new Renaming(used);
  return messages.map((message) => renaming.rename(message));
}

class Renaming {
  readonly #used: Set<string>;
  /** An empty id is replaced like one that another call has. */
  readonly #seen = new Set(['']);
  /** The number of the last new id, by the id that it replaces. */
  readonly #numbers = new Map<string, number>();
  /** The new ids of the calls without a result in the last message with an id, in order. */
  readonly #waiting = new Map<string, string[]>();

  /** @param used - the ids of all calls */
  constructor(used: Set<string>) {
    this.#used = used;
  }

  rename(message: Message): Message {
    if (message.role === 'tool') return this.#renameResults(message);
    if (message.role !== 'assistant' || typeof message.content === 'string') return message;
    for (const { id } of callsOf(message)) this.#waiting.delete(id);
    return { ...message, content: message.content.map((part) => this.#renameCall(part)) };
  }

  #renameCall(part: AssistantPart): AssistantPart {
    if (part.type !== 'tool-call') return part;
    const id = this.#seen.has(part.id) ? this.#createId(part.id) : part.id;
    this.#seen.add(id);
    const waiting = this.#waiting.get(part.id);
    if (waiting) waiting.push(id);
    else this.#waiting.set(part.id, [id]);
    return { ...part, id };
  }

  /** The id is the same in the next request, so that a prompt cache matches. */
  #createId(id: string): string {
    let number = (this.#numbers.get(id) ?? 1) + 1;
    const prefix = id || 'call';
    while (this.#used.has(`${prefix}_${number}`)) number += 1;
    this.#numbers.set(id, number);
    const created = `${prefix}_${number}`;
    this.#used.add(created);
    return created;
  }

  #renameResults(message: ToolMessage): ToolMessage {
    const content = message.content.map((part) => {
      const toolCallId = this.#waiting.get(part.toolCallId)?.shift();
      return toolCallId === undefined ? part : { ...part, toolCallId };
    });
    return { ...message, content };
  }
}
