import type { OpenAiScript } from '../../upstreams/openai-script.ts';

/** Where a contestant asks, and what it will hear. */
export interface OpenAiTarget {
  /** As clients want it, with `/v1` at the end. */
  readonly baseUrl: string;
  readonly script: OpenAiScript;
}

export const apiKey = 'sk-bench';
export const question = 'Tell me of the stage.';
