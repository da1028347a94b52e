import type { ChatRequest } from '../../openai/request/chat-request.ts';

/** The fields of `POST /api/chat` that the emulator uses. */
export interface OllamaRequest extends ChatRequest {
  readonly think: Think | undefined;
  readonly hasMessages: boolean;
  /** Whether a prompt that is too long is cut. */
  readonly truncate: boolean;
  /** Undefined if the server chooses it. */
  readonly contextTokens: number | undefined;
  /** Whether the model is unloaded after the response. */
  readonly unload: boolean;
}

export type Think = boolean | 'low' | 'medium' | 'high' | 'max';
