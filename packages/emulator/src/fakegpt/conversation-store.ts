import { BoundedMap } from '../bounded-map.ts';

/** The state of a conversation that is needed to continue it. */
export interface Conversation {
  readonly id: string;
  readonly sessionId: string;
  readonly lastMessageId: string;
  /** The text of the last response so far. */
  readonly text: string;
  /** The rest of the last response. Undefined if the response is complete. */
  readonly remaining: string | undefined;
}

const maxConversations = 10_000;

export type ConversationStore = BoundedMap<string, Conversation>;

export function createConversationStore(): ConversationStore {
  return new BoundedMap(maxConversations);
}
