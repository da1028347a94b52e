import { BoundedMap } from '../bounded-map.ts';

/** What has to be known of a conversation to go on with it. */
export interface Conversation {
  readonly id: string;
  readonly sessionId: string;
  readonly lastMessageId: string;
  /** The last answer so far. */
  readonly said: string;
  /** What the last answer had no room for; undefined when it was complete. */
  readonly rest: string | undefined;
}

const rememberedConversations = 10_000;

export type ConversationStore = BoundedMap<string, Conversation>;

export function createConversationStore(): ConversationStore {
  return new BoundedMap(rememberedConversations);
}
