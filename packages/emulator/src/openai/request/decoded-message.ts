export const roles = ['system', 'assistant', 'user', 'tool', 'developer'] as const;

/** A message with the ids that connect tool calls and results. */
export interface DecodedMessage {
  readonly path: string;
  readonly role: (typeof roles)[number];
  readonly text: string;
  /** The names and arguments of the calls of an assistant message. */
  readonly callsText: string;
  readonly callIds: readonly string[];
  /** The id of the call that a tool message responds to. */
  readonly toolCallId: string | undefined;
}
