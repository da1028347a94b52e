import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { ProviderDefinition } from '@understudy/core/provider';
import {
  anthropicFaultNames,
  fakeGptFaultNames,
  googleFaultNames,
  ollamaFaultNames,
  openAiFaultNames,
  readAnthropicScript,
  readFakeGptScript,
  readGoogleScript,
  readOllamaScript,
  readOpenAiScript,
  readResponsesScript,
  responsesFaultNames,
  startAnthropicEmulator,
  startFakeGptEmulator,
  startGoogleEmulator,
  startOllamaEmulator,
  startOpenAiEmulator,
  startResponsesEmulator,
} from '@understudy/emulator';
import type { RequestJournal } from '@understudy/emulator';
import { anthropic } from '@understudy/provider-anthropic';
import { fakegpt } from '@understudy/provider-fakegpt';
import { google } from '@understudy/provider-google';
import { ollama } from '@understudy/provider-ollama';
import { openai } from '@understudy/provider-openai';

import { fromLanguageModel } from '../src/index.ts';
import { apiKey, primaryText, question } from './chain-fixture.ts';

/** A target whose first request has a fault. */
export interface FaultyTarget {
  readonly emulator: RequestJournal & AsyncDisposable;
  readonly definition: ProviderDefinition;
  readonly model: string;
}

/** An emulated API with its faults. */
export interface FaultProtocol {
  readonly names: readonly string[];
  readonly start: (fault: string) => Promise<FaultyTarget>;
}

const rules = [{ when: question, response: primaryText }];
const id = 'primary';

/** Faults of other requests than chats. */
const otherRequests = /^(?:models|tags|show|count|loads)-/u;
/** The defaults of these faults are too slow or too large for a test. */
function toScript(kind: string): readonly unknown[] {
  if (kind === 'slow-drip') return [{ kind, intervalMs: 0 }];
  if (kind === 'event-flood') return [{ kind, count: 1000 }];
  return [kind === 'slow-load' ? { kind, ms: 50 } : kind];
}

const chatFaults = (names: readonly string[]): readonly string[] =>
  names.filter((name) => !otherRequests.test(name));

/** The providers of Understudy, each with the emulator of its vendor. */
export const nativeProtocols: Readonly<Record<string, FaultProtocol>> = {
  anthropic: {
    names: chatFaults(anthropicFaultNames),
    start: async (fault) => {
      const script = readAnthropicScript(toScript(fault), 'test');
      const emulator = await startAnthropicEmulator({ rules, ...script });
      const definition = anthropic({ id, apiKey, baseUrl: emulator.baseUrl });
      return { emulator, definition, model: 'claude-sonnet-5' };
    },
  },
  google: {
    names: chatFaults(googleFaultNames),
    start: async (fault) => {
      const script = readGoogleScript(toScript(fault), 'test');
      const emulator = await startGoogleEmulator({ rules, ...script });
      const definition = google({ id, apiKey, baseUrl: emulator.baseUrl });
      return { emulator, definition, model: 'gemini-3.8-flash' };
    },
  },
  ollama: {
    names: chatFaults(ollamaFaultNames),
    start: async (fault) => {
      const emulator = await startOllamaEmulator({
        rules,
        ...readOllamaScript(toScript(fault), 'test'),
      });
      const definition = ollama({ id, apiKey, baseUrl: emulator.url });
      return { emulator, definition, model: 'qwen3:8b' };
    },
  },
  'openai-responses': {
    names: chatFaults(responsesFaultNames),
    start: async (fault) => {
      const script = readResponsesScript(toScript(fault), 'test');
      const emulator = await startResponsesEmulator({ rules, ...script });
      const definition = openai({ id, apiKey, baseUrl: emulator.baseUrl, api: 'responses' });
      return { emulator, definition, model: 'gpt-5-mini' };
    },
  },
  fakegpt: {
    names: chatFaults(fakeGptFaultNames),
    start: async (fault) => {
      const emulator = await startFakeGptEmulator({
        rules,
        ...readFakeGptScript(toScript(fault), 'test'),
      });
      return { emulator, definition: fakegpt({ id, baseUrl: emulator.url }), model: 'gpt-4' };
    },
  },
};

export const openAiProtocol: FaultProtocol = {
  names: chatFaults(openAiFaultNames),
  start: async (fault) => {
    const emulator = await startOpenAiEmulator({
      rules,
      ...readOpenAiScript(toScript(fault), 'test'),
    });
    const definition = openai({ id, apiKey, baseUrl: emulator.baseUrl });
    return { emulator, definition, model: 'gpt-5-mini' };
  },
};

/** The same server through a model of the AI SDK. */
export const aiSdkProtocol: FaultProtocol = {
  // The package openai-compatible joins the texts of all choices.
  names: openAiProtocol.names.filter((name) => name !== 'second-choice' && name !== 'huge-index'),
  start: async (fault) => {
    const emulator = await startOpenAiEmulator({
      rules,
      ...readOpenAiScript(toScript(fault), 'test'),
    });
    const model = 'gpt-5-mini';
    const vendor = createOpenAICompatible({
      name: 'acme',
      apiKey,
      baseURL: emulator.baseUrl,
      includeUsage: true,
    });
    return { emulator, definition: fromLanguageModel(vendor.chatModel(model), { id }), model };
  },
};
