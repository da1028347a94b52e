import type { AnyFault } from '../faults/fault.ts';
import type { Ids } from './ids.ts';
import type { ScriptCursor } from './script-cursor.ts';

/** One run of a script. Other runs do not change its position or its ids. */
export interface ScriptRun<Step extends AnyFault> {
  readonly faults: ScriptCursor<Step>;
  readonly ids: Ids;
}
