import {
  type EmulatorSettings,
  resolveEmulatorSettings,
  validateOptions,
} from '../emulator/emulator-options.ts';
import { resolveEventStyle } from '../stream/stream-options.ts';
import { commentPing } from '../stream/stream-part.ts';
import { type Account, createAccounts } from './account.ts';
import { type FakeGptEmulatorOptions, fakeGptOptionReaders } from './fakegpt-options.ts';
import type { StreamSettings } from './stream-settings.ts';

/** The options with all defaults. */
export interface FakeGptSettings extends EmulatorSettings {
  readonly accounts: readonly Account[];
  readonly maxResponseCharacters: number;
  readonly continuation: 'restart' | 'repeat';
  readonly stream: StreamSettings;
  readonly tokenLifetimeMs: number;
}

const fourteenDaysMs = 14 * 24 * 60 * 60 * 1000;

/** @throws RangeError if an option is unknown or invalid */
export function resolveSettings(options: FakeGptEmulatorOptions): FakeGptSettings {
  validateOptions(options, fakeGptOptionReaders);
  return {
    ...resolveEmulatorSettings(options),
    accounts: createAccounts(options.accounts ?? 8),
    maxResponseCharacters: options.maxResponseCharacters ?? Infinity,
    continuation: options.continuation ?? 'restart',
    stream: {
      ...resolveEventStyle(options, commentPing),
      firstSnapshotMs: options.firstSnapshotMs ?? 0,
      snapshotIntervalMs: options.snapshotIntervalMs ?? 0,
      charactersPerSnapshot: options.charactersPerSnapshot,
    },
    tokenLifetimeMs: options.tokenLifetimeMs ?? fourteenDaysMs,
  };
}
