/** A client that sends the same prompt repeatedly, over connections and sessions that stay open. */
export interface ChatClient {
  /** Sends the prompt. Calls `onText` with each piece of text and resolves at the end of the response. */
  chat(onText: (text: string) => void): Promise<void>;
  close(): Promise<void>;
}

export type CreateChatClient = (upstreamUrl: string) => Promise<ChatClient>;
