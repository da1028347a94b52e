import type { OpenAiScript } from '../../upstreams/openai-script.ts';

/** The URL that a client calls, and the response that it receives. */
export interface OpenAiTarget {
  /** Ends with `/v1`. */
  readonly baseUrl: string;
  readonly script: OpenAiScript;
}

export const apiKey = 'sk-bench';
export const prompt = 'Describe a theater.';
