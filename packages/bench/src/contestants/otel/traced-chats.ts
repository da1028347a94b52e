import { createUnderstudy } from '@understudy/core';
import type { UnderstudyOptions } from '@understudy/core';
import { defineProvider } from '@understudy/core/provider';
import type { ProviderEvent } from '@understudy/core/provider';
import { createOtelTelemetry } from '@understudy/otel';

import type { Contestant } from '../../harness/contestant.ts';
import { assertText } from '../../tasks/assert-text.ts';
import { measureWork } from '../../tasks/measure-work.ts';
import type { OtelSetup } from './otel-setup.ts';
import { registerSdk } from './register-sdk.ts';

const responseText = 'A theater.';
/** Enough for V8 to compile the measured code. */
const warmUpRounds = 5;

/** The response of a vendor as one batch. */
const response: readonly ProviderEvent[] = [
  { type: 'response-start', provider: 'memory', model: 'text-1', id: 'response-1' },
  { type: 'text-delta', text: responseText },
  { type: 'usage', inputTokens: 12, outputTokens: 3 },
  { type: 'finish', reason: 'stop' },
];

/** Creates a contestant that runs chats with one attempt in memory, one after the other. */
export function createTracedChats(setup: OtelSetup, chats: number): Contestant {
  registerSdk(setup);
  const provider = defineProvider({
    id: 'memory',
    interfaceVersion: 1,
    models: [{ id: 'text-5-mini-2026-01-01' }],
    create: () => ({
      async *chat() {
        yield response;
      },
    }),
  });
  const ports: UnderstudyOptions['ports'] =
    setup === 'no subscriber' ? {} : { telemetry: createOtelTelemetry() };
  const understudy = createUnderstudy({ providers: [provider], ports });
  const messages = [{ role: 'user', content: 'Describe a theater.' }] as const;
  const runChats = async (): Promise<number> => {
    const { cpuMicroseconds } = await measureWork(async () => {
      for (let chat = 0; chat < chats; chat += 1) {
        assertText(
          await understudy.chat({ model: 'memory/text-5-mini-2026-01-01', messages }).text(),
          responseText,
        );
      }
    });
    return cpuMicroseconds / chats;
  };
  return {
    repeat: async (repetition) => {
      const rounds = repetition === 'warm-up' ? warmUpRounds : 1;
      for (let round = 1; round < rounds; round += 1) await runChats();
      return { cpu: await runChats() };
    },
    close: () => understudy.close(),
  };
}
