import type { UserMessage } from '../decode-conversation-request.ts';

/** One answer, decided before the first byte of it is written. */
export interface Turn {
  readonly conversationId: string;
  readonly messageId: string;
  readonly parentId: string;
  readonly model: string;
  readonly messageType: 'next' | 'continue' | 'variant';
  readonly createdAtSeconds: number;
  /** Echoed, after the system's message, when the conversation is new. */
  readonly echo: UserMessage | undefined;
  /** How much of the text the first snapshot has: what an earlier message said already. */
  readonly repeated: number;
  /** What the last snapshot says. */
  readonly text: string;
  readonly finish: 'stop' | 'max_tokens';
}
