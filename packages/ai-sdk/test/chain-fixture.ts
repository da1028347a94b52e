import { createUnderstudy } from '@understudy/core';
import type { Timeouts, Understudy } from '@understudy/core';
import { MemoryLogger } from '@understudy/core/testing';
import { startOpenAiEmulator } from '@understudy/emulator';
import type { OpenAiEmulator, OpenAiEmulatorOptions, OpenAiStep } from '@understudy/emulator';
import { openai } from '@understudy/provider-openai';

export const question = 'Name a color, canary 77e0';
export const primaryText = 'Teal, of course: "the color". Привет 😀\\n.';
export const backupText = 'Ochre, from the backup. Привет 😀\\n.';
export const apiKey = 'canary-key-4eC39HqLyjWD';

/** Options of a fixture. */
export interface ChainFixtureOptions {
  /** The faults of the first target. */
  readonly faults?: readonly OpenAiStep[];
  /** The faults of the second target. */
  readonly backupFaults?: readonly OpenAiStep[];
  readonly emulator?: OpenAiEmulatorOptions;
  readonly timeouts?: Partial<Timeouts>;
  readonly midStream?: 'restart';
}

/** A chain `support` of two targets, each with an emulator on real sockets. */
export class ChainFixture implements AsyncDisposable {
  readonly primary: OpenAiEmulator;
  readonly backup: OpenAiEmulator;
  readonly understudy: Understudy;
  readonly logger: MemoryLogger = new MemoryLogger();

  private constructor(
    primary: OpenAiEmulator,
    backup: OpenAiEmulator,
    { timeouts, midStream }: ChainFixtureOptions,
  ) {
    this.primary = primary;
    this.backup = backup;
    this.understudy = createUnderstudy({
      providers: [
        openai({ id: 'primary', apiKey, baseUrl: primary.baseUrl }),
        openai({ id: 'backup', apiKey, baseUrl: backup.baseUrl }),
      ],
      chains: { support: { targets: ['primary/gpt-5-mini', 'backup/gpt-5-mini'], midStream } },
      retry: { maxRetries: 0 },
      limits: { maxEventBytes: 1_048_576 },
      timeouts: { headersMs: 400, firstContentMs: 400, idleMs: 400, ...timeouts },
      ports: { logger: this.logger },
    });
  }

  static async start(options: ChainFixtureOptions = {}): Promise<ChainFixture> {
    const { faults = [], backupFaults = [], emulator } = options;
    const [primary, backup] = await Promise.all([
      startOpenAiEmulator({ rules: rulesFor(primaryText), ...emulator, faults }),
      startOpenAiEmulator({ rules: rulesFor(backupText), ...emulator, faults: backupFaults }),
    ]);
    return new ChainFixture(primary, backup, options);
  }

  /** The number of requests that each target received. */
  get requests(): readonly [primary: number, backup: number] {
    return [this.primary.requests.length, this.backup.requests.length];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.understudy.close();
    await Promise.all([this.primary.close(), this.backup.close()]);
  }
}

function rulesFor(response: string) {
  return [{ when: question, response }];
}
