import type { EmulatorOptions } from '../emulator/emulator-options.ts';
import type { FakeGptAccount } from './account.ts';
import type { FakeGptStep } from './faults/fakegpt-fault.ts';

/** How an emulated FakeGpt site behaves. Everything has a default: `{}` answers at once, without faults. */
export interface FakeGptEmulatorOptions extends EmulatorOptions<FakeGptStep> {
  /** The shared accounts, or how many of them. @defaultValue 8 */
  readonly accounts?: number | readonly FakeGptAccount[];

  /** Before the first snapshot of an answer. @defaultValue 0 */
  readonly firstSnapshotMs?: number;
  /** Between two snapshots of an answer. @defaultValue 0 */
  readonly snapshotIntervalMs?: number;
  /** How much each snapshot adds, in UTF-16 units; a surrogate pair is never cut. @defaultValue 4 */
  readonly charactersPerSnapshot?: number;
  /** Longer answers finish with `max_tokens` after so many characters, and go on by `continue`. */
  readonly maxAnswerCharacters?: number;
  /** What a continued message says: only what is new, or what was said before and then what is new. @defaultValue `restart` */
  readonly continuation?: 'restart' | 'repeat';

  /** How long a login lasts. @defaultValue 14 days */
  readonly tokenLifetimeMs?: number;
}
