import type { AnyFault } from '../faults/fault.ts';
import type { Ids } from './ids.ts';
import type { ScriptCursor } from './script-cursor.ts';

/** One playing of a script: what goes wrong next, and ids that no other playing disturbs. */
export interface ScriptRun<Step extends AnyFault> {
  readonly faults: ScriptCursor<Step>;
  readonly ids: Ids;
}
