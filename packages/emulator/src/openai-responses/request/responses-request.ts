import type { ChatRequest } from '../../openai/request/chat-request.ts';

/** The parameters of `POST /v1/responses` that the emulator uses. */
export interface ResponsesRequest extends ChatRequest {
  /** Whether later requests can refer to the items of the response. */
  readonly isStored: boolean;
  /** The items of the conversation, those of the previous response included. */
  readonly items: readonly unknown[];
  /** The id of the response that the request continues. */
  readonly previousId: string | undefined;
  readonly effort: string | undefined;
  /** Whether the reasoning is sent as a summary. */
  readonly hasSummary: boolean;
  /** Whether the reasoning is sent encrypted. */
  readonly hasEncryptedContent: boolean;
  /** The parameters that the response repeats. */
  readonly echo: Readonly<Record<string, unknown>>;
}
