import type { ProviderDefinition } from '@understudy/core/provider';
import {
  anthropicFaultNames,
  googleFaultNames,
  ollamaFaultNames,
  openAiFaultNames,
  readAnthropicFault,
  readGoogleFault,
  readOllamaFault,
  readOpenAiFault,
  readResponsesFault,
  responsesFaultNames,
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

/** An emulated vendor whose requests fail. */
export interface FaultyVendor extends AsyncDisposable {
  readonly definition: ProviderDefinition;
  /** The requests that it has received. */
  readonly requests: readonly unknown[];
  /** Gives all further requests a fault. */
  readonly setFault: (name: string) => void;
}

/** A vendor and its faults. */
export interface VendorFaults {
  readonly names: readonly string[];
  readonly model: string;
  /** @param text - the text of all responses */
  readonly start: (text: string) => Promise<FaultyVendor>;
}

/** What an emulator and its faults have in common. */
interface StartedEmulator<Step> extends AsyncDisposable {
  readonly requests: readonly unknown[];
  readonly setFaults: (steps: readonly Step[]) => void;
}

function toVendor<Step>(
  emulator: StartedEmulator<Step>,
  readFault: (text: string) => Step,
  definition: ProviderDefinition,
): FaultyVendor {
  return {
    definition,
    requests: emulator.requests,
    setFault: (name) => emulator.setFaults([readFault(`${name}=always`)]),
    [Symbol.asyncDispose]: () => emulator[Symbol.asyncDispose](),
  };
}

function optionsFor(text: string) {
  return { rules: [{ when: /./s, response: text }], charactersPerChunk: 10 } as const;
}

/** Faults of other requests than chats. */
const otherRequests = /^(?:models|tags|show|count|loads)-/u;

function chatFaults(names: readonly string[]): readonly string[] {
  return names.filter((name) => !otherRequests.test(name));
}

const settings = { id: 'primary', apiKey: 'key' } as const;

/** The vendors of chains, by the API that they have. */
export const vendors: Readonly<Record<'openai' | NativeVendor, VendorFaults>> = {
  openai: {
    names: chatFaults(openAiFaultNames),
    model: 'gpt-5-mini',
    start: async (text) => {
      const emulator = await startOpenAiEmulator(optionsFor(text));
      const definition = openai({ ...settings, baseUrl: emulator.baseUrl });
      return toVendor(emulator, (fault) => readOpenAiFault(fault), definition);
    },
  },
  responses: {
    names: chatFaults(responsesFaultNames),
    model: 'gpt-5-mini',
    start: async (text) => {
      const emulator = await startResponsesEmulator(optionsFor(text));
      const definition = openai({ ...settings, baseUrl: emulator.baseUrl, api: 'responses' });
      return toVendor(emulator, (fault) => readResponsesFault(fault), definition);
    },
  },
  anthropic: {
    names: chatFaults(anthropicFaultNames),
    model: 'claude-sonnet-5',
    start: async (text) => {
      const emulator = await startAnthropicEmulator(optionsFor(text));
      const definition = anthropic({ ...settings, baseUrl: emulator.baseUrl });
      return toVendor(emulator, (fault) => readAnthropicFault(fault), definition);
    },
  },
  google: {
    names: chatFaults(googleFaultNames),
    model: 'gemini-3.8-flash',
    start: async (text) => {
      const emulator = await startGoogleEmulator(optionsFor(text));
      const definition = google({ ...settings, baseUrl: emulator.baseUrl });
      return toVendor(emulator, (fault) => readGoogleFault(fault), definition);
    },
  },
  ollama: {
    names: chatFaults(ollamaFaultNames),
    model: 'qwen3:8b',
    start: async (text) => {
      const emulator = await startOllamaEmulator(optionsFor(text));
      const definition = ollama({ ...settings, baseUrl: emulator.url });
      return toVendor(emulator, (fault) => readOllamaFault(fault), definition);
    },
  },
};

/** The vendors whose API is not that of OpenAI's chat completions. */
export type NativeVendor = 'responses' | 'anthropic' | 'google' | 'ollama';
export const nativeVendors: readonly NativeVendor[] = [
  'responses',
  'anthropic',
  'google',
  'ollama',
];
