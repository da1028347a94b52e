/** A block of a response. */
export type MessageBlock =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'thinking'; readonly text: string; readonly signature: string }
  | { readonly type: 'redacted_thinking'; readonly data: string }
  | {
      /** A tool of the client, or one that runs on the vendor's servers. */
      readonly type: 'tool_use' | 'server_tool_use';
      readonly id: string;
      readonly name: string;
      readonly argumentsText: string;
    };

/** A response before it is encoded. */
export interface Message {
  readonly id: string;
  readonly model: string;
  readonly blocks: readonly MessageBlock[];
  /** Null if a fault removes it. */
  readonly stopReason: string | null;
  readonly stopSequence: string | null;
  /** The explanation of a refusal. */
  readonly explanation: string | undefined;
  readonly usage: MessageUsage;
}

export interface MessageUsage {
  readonly inputTokens: number;
  /** Includes the tokens of thinking. */
  readonly outputTokens: number;
  readonly thinkingTokens: number;
  /** Tokens that are written to the cache. They are not part of `inputTokens`. */
  readonly cacheWriteTokens: number;
}
