import type { AnyFault } from '../faults/fault.ts';
import type { Ids } from './ids.ts';
import type { ScriptPlayer } from './script-player.ts';

/** One playing of a script: what goes wrong next, and ids that no other playing disturbs. */
export interface ScriptRun<Step extends AnyFault> {
  readonly faults: ScriptPlayer<Step>;
  readonly ids: Ids;
}
