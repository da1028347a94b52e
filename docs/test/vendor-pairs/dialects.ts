import type { ProviderDefinition } from '@understudy/core';
import {
  startAnthropicEmulator,
  startGoogleEmulator,
  startOllamaEmulator,
  startOpenAiEmulator,
  startResponsesEmulator,
} from '@understudy/emulator';
import type { EmulatedRequest, ResponseRule } from '@understudy/emulator';
import { anthropic } from '@understudy/provider-anthropic';
import { google } from '@understudy/provider-google';
import { ollama } from '@understudy/provider-ollama';
import { openai } from '@understudy/provider-openai';

import {
  readAnthropicRequest,
  readChatCompletionsRequest,
  readGoogleRequest,
  readOllamaRequest,
  readResponsesRequest,
} from './read-requests.ts';
import type { SentObject, SentRequest } from './sent-request.ts';

/** The part of an emulator that all protocols have. */
export interface DialectEmulator extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly EmulatedRequest[];
  setFaults(faults: readonly { kind: 'disconnect-after-text'; times: 'always' }[]): void;
}

/** A wire format with its emulator and its provider. */
export interface Dialect {
  readonly label: string;
  readonly model: string;
  /** The ids of tool calls that the vendor accepts. */
  readonly idPattern: RegExp;
  readonly start: (rules: readonly ResponseRule[]) => Promise<DialectEmulator>;
  readonly define: (id: string, url: string) => ProviderDefinition;
  readonly read: (body: SentObject) => SentRequest;
}

const apiKey = 'any';

/** The five wire formats of the included providers. */
export const dialects: readonly Dialect[] = [
  {
    label: 'OpenAI chat completions',
    model: 'gpt-5-mini',
    idPattern: /^.{1,40}$/u,
    start: (rules) => startOpenAiEmulator({ rules }),
    define: (id, url) => openai({ id, apiKey, baseUrl: `${url}/v1` }),
    read: readChatCompletionsRequest,
  },
  {
    label: 'OpenAI Responses',
    model: 'gpt-6-astra',
    idPattern: /^.{1,64}$/u,
    start: (rules) => startResponsesEmulator({ rules }),
    define: (id, url) => openai({ id, apiKey, baseUrl: `${url}/v1`, api: 'responses' }),
    read: readResponsesRequest,
  },
  {
    label: 'Anthropic',
    model: 'claude-sonnet-5',
    idPattern: /^[\w-]+$/u,
    start: (rules) => startAnthropicEmulator({ rules }),
    define: (id, url) => anthropic({ id, apiKey, baseUrl: `${url}/v1` }),
    read: readAnthropicRequest,
  },
  {
    label: 'Gemini',
    model: 'gemini-3.8-flash',
    idPattern: /^.+$/u,
    start: (rules) => startGoogleEmulator({ rules }),
    define: (id, url) => google({ id, apiKey, baseUrl: `${url}/v1beta` }),
    read: readGoogleRequest,
  },
  {
    label: 'Ollama',
    model: 'qwen3:8b',
    idPattern: /^.+$/u,
    start: (rules) => startOllamaEmulator({ rules }),
    define: (id, url) => ollama({ id, baseUrl: url }),
    read: readOllamaRequest,
  },
];
