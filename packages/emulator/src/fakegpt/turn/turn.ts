import type { UserMessage } from '../decode-conversation-request.ts';

/** One response, complete before its first byte is sent. */
export interface Turn {
  readonly conversationId: string;
  readonly messageId: string;
  readonly parentId: string;
  readonly model: string;
  readonly messageType: 'next' | 'continue' | 'variant';
  readonly createdAtSeconds: number;
  /** The user message that a new conversation echoes after the system message. */
  readonly echo: UserMessage | undefined;
  /** The length of the text in the first snapshot, repeated from an earlier message. */
  readonly repeatedLength: number;
  /** The text of the last snapshot. */
  readonly text: string;
  readonly finish: 'stop' | 'max_tokens';
}
