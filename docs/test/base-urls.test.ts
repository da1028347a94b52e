import { createUnderstudy, isUnderstudyError } from '@understudy/core';
import type { Understudy } from '@understudy/core';
import type { ProviderDefinition } from '@understudy/core/provider';
import {
  startAnthropicEmulator,
  startGoogleEmulator,
  startOllamaEmulator,
  startOpenAiEmulator,
  startResponsesEmulator,
} from '@understudy/emulator';
import { anthropic } from '@understudy/provider-anthropic';
import { google } from '@understudy/provider-google';
import { ollama } from '@understudy/provider-ollama';
import { openai } from '@understudy/provider-openai';
import { describe, expect, it } from 'vitest';

interface Server extends AsyncDisposable {
  readonly url: string;
}

interface Vendor {
  readonly label: string;
  readonly start: () => Promise<Server>;
  readonly define: (baseUrl: string) => ProviderDefinition;
  readonly model: string;
  /** The outcome for each path of the base URL: a finish reason, or a code and a part of the message. */
  readonly outcomes: Readonly<Record<string, 'stop' | readonly [code: string, message: string]>>;
}

const apiKey = 'key-1';
const missing = ['model-not-found', 'check baseUrl: most end with /v1, this one does not'] as const;
const doubled = ['model-not-found', 'check baseUrl'] as const;

const vendors: readonly Vendor[] = [
  {
    label: 'OpenAI, chat completions',
    start: startOpenAiEmulator,
    define: (baseUrl) => openai({ baseUrl, apiKey }),
    model: 'openai/gpt-4o-mini',
    outcomes: { '/v1': 'stop', '/v1/': 'stop', '': missing, '/': missing, '/v1/v1': doubled },
  },
  {
    label: 'OpenAI Responses',
    start: startResponsesEmulator,
    define: (baseUrl) => openai({ baseUrl, apiKey, api: 'responses' }),
    model: 'openai/gpt-6-astra',
    outcomes: { '/v1': 'stop', '/v1/': 'stop', '': missing, '/': missing, '/v1/v1': doubled },
  },
  {
    label: 'Anthropic',
    start: startAnthropicEmulator,
    define: (baseUrl) => anthropic({ baseUrl, apiKey }),
    model: 'anthropic/claude-haiku-5-5',
    outcomes: { '/v1': 'stop', '/v1/': 'stop', '': missing, '/': missing, '/v1/v1': doubled },
  },
  {
    label: 'Google',
    start: startGoogleEmulator,
    define: (baseUrl) => google({ baseUrl, apiKey }),
    model: 'google/gemini-3.8-flash',
    outcomes: {
      '/v1': 'stop',
      '/v1beta': 'stop',
      '/v1beta/': 'stop',
      '': ['model-not-found', 'check baseUrl'],
      '/': ['model-not-found', 'check baseUrl'],
      '/v1/v1beta': doubled,
    },
  },
  {
    label: 'Ollama',
    start: startOllamaEmulator,
    define: (baseUrl) => ollama({ baseUrl }),
    model: 'ollama/tiny',
    outcomes: {
      '': 'stop',
      '/': 'stop',
      '/v1': ['invalid-configuration', 'baseUrl'],
      '/api': ['invalid-configuration', 'baseUrl'],
      '/other': ['model-not-found', 'check baseUrl'],
    },
  },
];

async function chat(vendor: Vendor, path: string): Promise<string | readonly [string, string]> {
  await using emulator = await vendor.start();
  try {
    const provider = vendor.define(`${emulator.url}${path}`);
    await using understudy: Understudy = createUnderstudy({ providers: [provider] });
    const messages = [{ role: 'user', content: 'Hi' }] as const;
    const response = await understudy.chat({ model: vendor.model, messages }).response();
    expect(response.text).not.toBe('');
    return response.finishReason;
  } catch (error) {
    if (!isUnderstudyError(error)) throw error;
    return [error.code, error.message];
  }
}

describe.each(vendors)('a base URL of $label', (vendor) => {
  it.each(Object.entries(vendor.outcomes))(
    'with the path "%s" has its outcome',
    async (path, outcome) => {
      const [expected, part = ''] = [outcome].flat();
      const [received, message = ''] = [await chat(vendor, path)].flat();
      expect(received).toBe(expected);
      expect(message).toContain(part);
    },
  );
});
