import { invalidValue } from '../invalid-value.ts';
import { isRecord } from '../is-record.ts';
import {
  type AnyTableFault,
  type FaultDefinition,
  type FaultTable,
  listFaultNames,
} from './fault-table.ts';
import type { AnyFault } from './fault.ts';
import { suggestNearNames } from './find-near-names.ts';
import { createParameterReader } from './parameter-definition.ts';
import { type ParameterReader, placeReaders, readTimes } from './parameter-readers.ts';
import { refuseName } from './refuse-name.ts';

/** All that there is to know of one protocol's steps in order to read them. */
export interface FaultVocabulary {
  /** Of faults, and those that stand for no fault. */
  readonly names: readonly string[];
  /** Those of faults that fall somewhere in a stream. */
  readonly placedNames: readonly string[];
  readonly parameters: Readonly<Record<string, Readonly<Record<string, ParameterReader>>>>;
}

/** What turns values from outside into steps of one protocol's scripts, or says in a sentence why it can't. */
export class FaultReader<Step extends AnyFault> {
  readonly #vocabulary: FaultVocabulary;

  constructor(vocabulary: FaultVocabulary) {
    this.#vocabulary = vocabulary;
  }

  /** The steps of a list; a bare name is a whole step. */
  readScript(value: unknown, path: string): readonly Step[] {
    if (!Array.isArray(value)) throw invalidValue(path, 'a list of faults', value);
    return value.map((step: unknown, index) => this.#readStep(step, `${path}[${index}]`));
  }

  /** A step as it stands on a command line: its name, with `=times` or `=always` behind it. */
  readWord(word: string, path: string): Step {
    const [kind = '', ...rest] = word.split('=');
    const times = rest.join('=');
    if (rest.length === 0) return this.#check({ kind }, path, path);
    const count = /^\d+$/u.test(times) ? Number(times) : times;
    return this.#check({ kind, times: count }, path, path);
  }

  #readStep(value: unknown, path: string): Step {
    if (typeof value === 'string') return this.#check({ kind: value }, path, path);
    if (isRecord(value)) return this.#check(value, path, `${path}.kind`);
    throw invalidValue(path, 'a fault or the name of one', value);
  }

  #check(step: Readonly<Record<string, unknown>>, path: string, kindPath: string): Step {
    if (!this.#isStep(step)) throw this.#refuseKind(step['kind'], kindPath);
    const readers = this.#readersOf(step.kind);
    for (const [name, value] of Object.entries(step)) {
      if (name === 'kind' || value === undefined) continue;
      const read = Object.hasOwn(readers, name) ? readers[name] : undefined;
      if (read === undefined) {
        throw refuseName(`${path}.${name}`, name, ['kind', ...Object.keys(readers)]);
      }
      read(value, `${path}.${name}`);
    }
    return step;
  }

  #refuseKind(value: unknown, path: string): RangeError {
    const { names } = this.#vocabulary;
    const near = typeof value === 'string' ? suggestNearNames(value, names) : undefined;
    const advice = near ?? `there are ${names.join(', ')}`;
    return invalidValue(path, 'the name of a fault', value, advice);
  }

  #readersOf(kind: string): Readonly<Record<string, ParameterReader>> {
    const { placedNames, parameters } = this.#vocabulary;
    return {
      times: readTimes,
      ...(placedNames.includes(kind) ? placeReaders : {}),
      ...(Object.hasOwn(parameters, kind) ? parameters[kind] : {}),
    };
  }

  /** Every parameter has a default, so one of these names with parameters that were read is a whole step. */
  #isStep(step: object): step is Step {
    const kind: unknown = Object(step).kind;
    return typeof kind === 'string' && this.#vocabulary.names.includes(kind);
  }
}

/** The steps of a script as objects: the faults of a table, and the steps without a fault. */
export type ScriptStep<Table, NoFault extends string> =
  | AnyTableFault<Table>
  | { readonly kind: NoFault; readonly times?: number | 'always' };

/**
 * Creates the reader for the faults of a table.
 *
 * @param noFaultNames - the names of steps without a fault
 */
export function createFaultReader<Table extends FaultTable, const NoFault extends string>(
  table: Table,
  noFaultNames: readonly NoFault[],
): FaultReader<ScriptStep<Table, NoFault>> {
  const names = listFaultNames(table);
  return new FaultReader({
    names: [...names, ...noFaultNames],
    placedNames: names.filter((name) => table[name]?.position === true),
    parameters: Object.fromEntries(names.map((name) => [name, createReaders(table[name])])),
  });
}

function createReaders(
  definition: FaultDefinition | undefined,
): Readonly<Record<string, ParameterReader>> {
  return Object.fromEntries(
    Object.entries(definition?.parameters ?? {}).map(([name, parameter]) => [
      name,
      createParameterReader(parameter),
    ]),
  );
}
