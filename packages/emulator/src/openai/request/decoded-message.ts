export const roles = ['system', 'assistant', 'user', 'tool', 'developer'] as const;

/** One message, with what ties calls and results together. */
export interface DecodedMessage {
  readonly path: string;
  readonly role: (typeof roles)[number];
  readonly text: string;
  /** What the calls of an assistant's message say. */
  readonly callsText: string;
  readonly callIds: readonly string[];
  /** The call that a tool's message answers. */
  readonly answers: string | undefined;
}
