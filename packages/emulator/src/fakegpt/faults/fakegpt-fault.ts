import { endingFaults } from '../../faults/ending-faults.ts';
import { type FaultReader, createFaultReader } from '../../faults/fault-reader.ts';
import {
  type FaultName,
  type FaultParameters,
  type TableFault,
  defineFaults,
  listFaultNames,
} from '../../faults/fault-table.ts';
import type { StepOf } from '../../faults/fault.ts';
import { replyFaults } from '../../faults/reply-faults.ts';
import { styleFaults } from '../../faults/style-faults.ts';
import { readScriptFile } from '../../scripts/read-script-file.ts';
import type { ScriptOptions } from '../../scripts/script-options.ts';
import { contentFaults, lengthFaults } from './content-faults.ts';
import { errorFaults } from './error-faults.ts';
import { insertionFaults } from './insertion-faults.ts';
import { loadsFaults, loginFaults, sessionFaults } from './request-faults.ts';

/** The table of all faults. Each part takes effect at another point of a response. */
export type FakeGptFaultTable = typeof loadsFaults &
  typeof loginFaults &
  typeof sessionFaults &
  typeof errorFaults &
  typeof contentFaults &
  typeof insertionFaults &
  typeof endingFaults &
  typeof lengthFaults &
  typeof replyFaults &
  Pick<typeof styleFaults, 'crlf' | 'pings' | 'split-utf8'>;

export const fakeGptFaults: FakeGptFaultTable = defineFaults({
  ...loadsFaults,
  ...loginFaults,
  ...sessionFaults,
  ...errorFaults,
  ...contentFaults,
  ...insertionFaults,
  ...endingFaults,
  ...lengthFaults,
  ...replyFaults,
  crlf: styleFaults.crlf,
  pings: styleFaults.pings,
  'split-utf8': styleFaults['split-utf8'],
});

/** The name of a fault. */
export type FakeGptFaultName = FaultName<FakeGptFaultTable>;

/** The names of all faults, grouped by route. */
export const fakeGptFaultNames: readonly FakeGptFaultName[] = listFaultNames(fakeGptFaults);

/** The parameters of each fault that has any. All are optional. */
export type FakeGptFaultParameters = FaultParameters<FakeGptFaultTable>;

/** The fault with the given name. */
export type FakeGptFaultOf<Name extends FakeGptFaultName> = TableFault<FakeGptFaultTable, Name>;

/** A fault, discriminated by `kind`. */
export type FakeGptFault = { [Name in FakeGptFaultName]: FakeGptFaultOf<Name> }[FakeGptFaultName];

type NoFaultName = 'none' | 'loads-none' | 'login-none' | 'session-none';

/**
 * A step of a script: a fault, the name of a fault, or a step without a fault. `none` is a
 * conversation without a fault; `loads-none`, `login-none` and `session-none` are the same for other
 * routes.
 */
export type FakeGptStep = StepOf<FakeGptFault, NoFaultName>;

/** A step as an object. */
export type FakeGptScriptStep = Exclude<FakeGptStep, string>;

export const fakeGptFaultReader: FaultReader<FakeGptScriptStep> = createFaultReader(fakeGptFaults, [
  'none',
  'loads-none',
  'login-none',
  'session-none',
]);

/**
 * Reads a step in the notation of the command line: a name, optionally with `=<times>` or `=always`.
 *
 * @param path - the start of an error message. @defaultValue `fault`
 * @throws RangeError if the step is invalid; names the most similar faults
 */
export function readFakeGptFault(text: string, path: string = 'fault'): FakeGptStep {
  return fakeGptFaultReader.readWord(text, path);
}

/**
 * Reads the parsed JSON of a script file: an array of steps, or an object with `faults`, `scripts` and
 * `seed`. Returns options for `startFakeGptEmulator`.
 *
 * @param file - the start of an error message
 * @throws RangeError if the content is invalid; names the path in the file
 */
export function readFakeGptScript(json: unknown, file: string): ScriptOptions<FakeGptStep> {
  return readScriptFile(fakeGptFaultReader, json, file);
}
