import { type EmulatorOptions, emulatorOptionReaders } from '../emulator/emulator-options.ts';
import type { FieldReaders } from '../readers/object-readers.ts';
import {
  createChoiceReader,
  readDelay,
  readNonNegativeNumber,
  readPositiveInteger,
} from '../readers/value-readers.ts';
import { createRulesReader, readTextResponse } from '../responses/rule-readers.ts';
import { type FakeGptAccount, readAccounts } from './account.ts';
import type { FakeGptStep } from './faults/fakegpt-fault.ts';

/** The options of a FakeGpt emulator. All have defaults. */
export interface FakeGptEmulatorOptions extends EmulatorOptions<FakeGptStep> {
  /** The shared accounts, or their number. @defaultValue 8 */
  readonly accounts?: number | readonly FakeGptAccount[];

  /** Delay before the first snapshot of a response. @defaultValue 0 */
  readonly firstSnapshotMs?: number;
  /** Delay between two snapshots of a response. @defaultValue 0 */
  readonly snapshotIntervalMs?: number;
  /**
   * The length of the text that a snapshot adds, in UTF-16 code units. Surrogate pairs are not split.
   *
   * @defaultValue 4; more for a response of more than 2,000 characters, so that it has at most 500 snapshots
   */
  readonly charactersPerSnapshot?: number;
  /**
   * The maximum length of a response. A longer response finishes with `max_tokens` and can be
   * continued with `continue`.
   *
   * @defaultValue no limit
   */
  readonly maxResponseCharacters?: number;
  /**
   * The text of a continued message: only the new text (`restart`), or the earlier text followed by
   * the new text (`repeat`).
   *
   * @defaultValue `restart`
   */
  readonly continuation?: 'restart' | 'repeat';

  /** The time until a login expires. @defaultValue 14 days */
  readonly tokenLifetimeMs?: number;
}

export const fakeGptOptionReaders: FieldReaders<FakeGptEmulatorOptions> = {
  ...emulatorOptionReaders,
  rules: createRulesReader(readTextResponse),
  accounts: readAccounts,
  firstSnapshotMs: readDelay,
  snapshotIntervalMs: readDelay,
  charactersPerSnapshot: readPositiveInteger,
  maxResponseCharacters: readPositiveInteger,
  continuation: createChoiceReader(['restart', 'repeat']),
  tokenLifetimeMs: readNonNegativeNumber,
};
