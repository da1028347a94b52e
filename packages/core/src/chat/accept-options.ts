import type { ChatResponse } from './chat-response.ts';
import type { FinishReason } from './finish-reason.ts';

/**
 * What a complete response must fulfill. The attempt of another response fails with `response-rejected`, and the chat
 * continues with the next target.
 */
export interface AcceptConditions {
  /** The finish reasons that are accepted. @defaultValue all */
  readonly finishReasons?: readonly FinishReason[] | undefined;
  /**
   * Requires JSON for `responseFormat: { type: 'json' }`. The response must also match a Standard Schema, with or
   * without this option. Does not apply to a response with tool calls or the finish reason `content-filter`.
   */
  readonly schema?: true | undefined;
  /**
   * The least length of the text in UTF-16 code units, without the white space around it. 0 accepts an empty response.
   * Does not apply to a response with tool calls.
   */
  readonly minTextLength?: number | undefined;
}

/**
 * Returns whether the app accepts a complete response. Called once per response that meets all other conditions. The
 * `attempts` of the response are those that have ended, without the attempt of the response itself.
 */
export type AcceptFunction = (response: ChatResponse) => boolean | Promise<boolean>;
