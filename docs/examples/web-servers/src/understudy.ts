import { createUnderstudy } from '@understudy/core';
import { openai } from '@understudy/provider-openai';

const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl } = process.env;

/** The runtime of the process. All requests share its connections and the health of its targets. */
export const understudy = createUnderstudy({
  providers: [openai({ apiKey, baseUrl })],
  chains: { support: ['openai/gpt-5-mini'] },
});
