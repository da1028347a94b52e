import type { ChatResponse } from '@understudy/core';
import type { JsonObject } from '@understudy/core/provider';

export interface ResponseIdentity {
  readonly id: string;
  /** Seconds since 1970. */
  readonly created: number;
  /** @defaultValue the model that answered */
  readonly model?: string | undefined;
}

/** A whole answer as the body of a response. */
export function encodeChatResponse(
  response: ChatResponse,
  { id, created, model = response.model }: ResponseIdentity,
): JsonObject {
  return { id, created, model, choices: [{ index: 0, message: { content: response.text } }] };
}
