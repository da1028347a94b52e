import type { AnswerRule } from '../answers/answer-rule.ts';
import type { TextCut } from '../stream/growing-text.ts';
import type { StreamStyle } from '../stream/stream-part.ts';
import { type Account, createAccounts } from './account.ts';
import type { FakeGptEmulatorOptions } from './fakegpt-options.ts';

/** How the words of a conversation are put on the wire. */
export interface StreamSettings extends StreamStyle, TextCut {
  readonly firstSnapshotMs: number;
  readonly snapshotIntervalMs: number;
}

/** The options with every default filled in. */
export interface FakeGptSettings {
  readonly port: number;
  readonly accounts: readonly Account[];
  readonly rules: readonly AnswerRule[];
  readonly maxAnswerCharacters: number;
  readonly continuation: 'restart' | 'repeat';
  readonly stream: StreamSettings;
  readonly tokenLifetimeMs: number;
  readonly maxRecordedRequests: number;
  readonly now: () => number;
}

const fourteenDaysMs = 14 * 24 * 60 * 60 * 1000;

/** Fills in the defaults; throws on a number that no stream could be made with. */
export function resolveSettings(options: FakeGptEmulatorOptions): FakeGptSettings {
  refuseImpossible(options);
  return {
    port: options.port ?? 0,
    accounts: createAccounts(options.accounts ?? 8),
    rules: options.rules ?? [],
    maxAnswerCharacters: options.maxAnswerCharacters ?? Infinity,
    continuation: options.continuation ?? 'restart',
    stream: resolveStreamSettings(options),
    tokenLifetimeMs: options.tokenLifetimeMs ?? fourteenDaysMs,
    maxRecordedRequests: options.maxRecordedRequests ?? 10_000,
    now: options.now ?? Date.now,
  };
}

function resolveStreamSettings(options: FakeGptEmulatorOptions): StreamSettings {
  return {
    firstSnapshotMs: options.firstSnapshotMs ?? 0,
    snapshotIntervalMs: options.snapshotIntervalMs ?? 0,
    charactersPerSnapshot: options.charactersPerSnapshot ?? 4,
    lineEnding: options.lineEnding ?? 'lf',
    eventsPerWrite: options.eventsPerWrite ?? 1,
    bytesPerWrite: options.bytesPerWrite,
    eventsPerPing: options.eventsPerPing,
    escapeNonAscii: options.escapeNonAscii ?? true,
  };
}

const positiveOptions = [
  'charactersPerSnapshot',
  'maxAnswerCharacters',
  'eventsPerWrite',
  'bytesPerWrite',
  'eventsPerPing',
  'maxRecordedRequests',
] as const;

const longestWaitMs = 2 ** 31 - 1;

function refuseImpossible(options: FakeGptEmulatorOptions): void {
  for (const name of positiveOptions) {
    const value = options[name];
    if (value !== undefined && (!Number.isInteger(value) || value < 1)) {
      throw new RangeError(`"${name}" must be a whole number of at least 1, not ${value}.`);
    }
  }
  for (const name of ['firstSnapshotMs', 'snapshotIntervalMs'] as const) {
    const value = options[name] ?? 0;
    if (!(value >= 0 && value <= longestWaitMs)) {
      throw new RangeError(`"${name}" must be from 0 to ${longestWaitMs}, not ${value}.`);
    }
  }
}
