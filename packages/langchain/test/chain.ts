import type { AIMessageChunk } from '@langchain/core/messages';
import { createUnderstudy } from '@understudy/core';
import type { Understudy } from '@understudy/core';
import { startOpenAiEmulator } from '@understudy/emulator';
import type { OpenAiEmulator, OpenAiEmulatorOptions, OpenAiStep } from '@understudy/emulator';
import { openai } from '@understudy/provider-openai';

export const question = 'Name a color';
export const backupText = 'Ochre, from the backup.';
const primaryText = 'Teal, of course.';

/** A chain `support` of two targets, each with an emulator. */
export class Chain implements AsyncDisposable {
  readonly primary: OpenAiEmulator;
  readonly backup: OpenAiEmulator;
  readonly understudy: Understudy;

  private constructor(primary: OpenAiEmulator, backup: OpenAiEmulator) {
    this.primary = primary;
    this.backup = backup;
    this.understudy = createUnderstudy({
      providers: [
        openai({ id: 'primary', apiKey: 'any', baseUrl: primary.baseUrl }),
        openai({ id: 'backup', apiKey: 'any', baseUrl: backup.baseUrl }),
      ],
      chains: { support: ['primary/gpt-5-mini', 'backup/gpt-5-mini'] },
      retry: { maxRetries: 0 },
    });
  }

  static async start(
    faults: readonly OpenAiStep[] = [],
    backupFaults: readonly OpenAiStep[] = [],
    rules: OpenAiEmulatorOptions['rules'] = [],
    backupRules: OpenAiEmulatorOptions['rules'] = rules,
  ): Promise<Chain> {
    const primary = { when: question, response: primaryText };
    const backup = { when: question, response: backupText };
    return new Chain(
      await startOpenAiEmulator({ rules: [...rules, primary], faults }),
      await startOpenAiEmulator({ rules: [...backupRules, backup], faults: backupFaults }),
    );
  }

  get requests(): readonly [primary: number, backup: number] {
    return [this.primary.requests.length, this.backup.requests.length];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.understudy.close();
    await Promise.all([this.primary.close(), this.backup.close()]);
  }
}

/** Returns the message of a stream. */
export async function concat(stream: AsyncIterable<AIMessageChunk>): Promise<AIMessageChunk> {
  let message: AIMessageChunk | undefined;
  for await (const chunk of stream) message = message ? message.concat(chunk) : chunk;
  if (!message) throw new Error('expected a chunk, received none');
  return message;
}
