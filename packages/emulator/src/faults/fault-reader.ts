import { isRecord } from '../is-record.ts';
import { invalidValue } from '../readers/invalid-value.ts';
import { type FieldReaders, validateFields } from '../readers/object-readers.ts';
import { formatSuggestion } from '../readers/similar-names.ts';
import {
  type Reader,
  readNonNegativeInteger,
  readString,
  readTimes,
} from '../readers/value-readers.ts';
import { type AnyTableFault, type FaultTable, listFaultNames } from './fault-table.ts';
import type { AnyFault, FaultPosition } from './fault.ts';
import { createParameterReader } from './parameter-definition.ts';

/** The steps of a script as objects: the faults of a table, and the steps without a fault. */
export type ScriptStep<Table, NoFault extends string> =
  | AnyTableFault<Table>
  | { readonly kind: NoFault; readonly times?: number | 'always' };

const positionReaders: FieldReaders<FaultPosition> = {
  afterEvents: readNonNegativeInteger,
  afterCharacters: readNonNegativeInteger,
};

/**
 * Creates the reader for the faults of a table.
 *
 * @param noFaultNames - the names of steps without a fault
 */
export function createFaultReader<Table extends FaultTable, const NoFault extends string>(
  table: Table,
  noFaultNames: readonly NoFault[],
): FaultReader<ScriptStep<Table, NoFault>> {
  return new FaultReader(table, noFaultNames);
}

/** Validates the steps of a protocol's scripts. Errors are of the class RangeError and contain the path. */
export class FaultReader<Step extends AnyFault> {
  readonly #table: FaultTable;
  readonly #names: readonly string[];

  constructor(table: FaultTable, noFaultNames: readonly string[]) {
    this.#table = table;
    this.#names = [...listFaultNames(table), ...noFaultNames];
  }

  /** Reads an array of steps. A string is a step with that name. */
  readScript(value: unknown, path: string): readonly Step[] {
    if (!Array.isArray(value)) throw invalidValue(path, 'a list of faults', value);
    // Not `map`, which skips holes.
    return Array.from(value, (step: unknown, index) => this.#readStep(step, `${path}[${index}]`));
  }

  /** Reads a step of a command line: a name, optionally with `=times` or `=always`. */
  readWord(word: string, path: string): Step {
    readString(word, path);
    const [kind = '', ...suffix] = word.split('=');
    if (suffix.length === 0) return this.#check({ kind }, path, path);
    const times = suffix.join('=');
    const count = /^\d+$/u.test(times) ? Number(times) : times;
    return this.#check({ kind, times: count }, path, path);
  }

  #readStep(value: unknown, path: string): Step {
    if (typeof value === 'string') return this.#check({ kind: value }, path, path);
    if (isRecord(value)) return this.#check(value, path, `${path}.kind`);
    throw invalidValue(path, 'a fault or the name of one', value);
  }

  #check(step: Readonly<Record<string, unknown>>, path: string, kindPath: string): Step {
    if (!this.#isStep(step)) throw this.#unknownKind(step['kind'], kindPath);
    validateFields(step, this.#createReaders(step.kind), `${path}.`);
    return step;
  }

  #unknownKind(value: unknown, path: string): RangeError {
    const suggestion = typeof value === 'string' ? formatSuggestion(value, this.#names) : undefined;
    const advice = suggestion ?? `known names: ${this.#names.join(', ')}`;
    return invalidValue(path, 'the name of a fault', value, advice);
  }

  #createReaders(kind: string): Readonly<Record<string, Reader>> {
    const definition = Object.hasOwn(this.#table, kind) ? this.#table[kind] : undefined;
    const { position = false, parameters = {} } = definition ?? {};
    const parameterReaders = Object.entries(parameters).map(([name, parameter]) => [
      name,
      createParameterReader(parameter),
    ]);
    return {
      kind: readString,
      times: readTimes,
      ...(position ? positionReaders : {}),
      ...Object.fromEntries(parameterReaders),
    };
  }

  /** Every parameter is optional, so that a known name makes a step. The parameters are validated later. */
  #isStep(step: object): step is Step {
    const kind: unknown = Object(step).kind;
    return typeof kind === 'string' && this.#names.includes(kind);
  }
}
