/** Somebody who answers one question again and again, over a session that stays warm. */
export interface ChatClient {
  /** Gives each piece of text as it comes; resolves at the end of the answer. */
  ask(onText: (text: string) => void): Promise<void>;
  close(): Promise<void>;
}

export type CreateChatter = (upstreamUrl: string) => Promise<ChatClient>;
