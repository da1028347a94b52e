import type { UserMessage } from '../decode-conversation-request.ts';

/** The messages at the start of a new conversation. */
export interface TurnEcho {
  /** The id of the empty system message. */
  readonly systemId: string;
  readonly message: UserMessage;
}

/** One response, complete before its first byte is sent. */
export interface Turn {
  readonly conversationId: string;
  readonly messageId: string;
  readonly parentId: string;
  readonly model: string;
  readonly messageType: 'next' | 'continue' | 'variant';
  readonly createdAtSeconds: number;
  /** Undefined unless the conversation is new. */
  readonly echo: TurnEcho | undefined;
  /** The length of the text in the first snapshot, repeated from an earlier message. */
  readonly repeatedLength: number;
  /** The text of the last snapshot. */
  readonly text: string;
  readonly finish: 'stop' | 'max_tokens';
}
