import type { FaultReader } from '../faults/fault-reader.ts';
import type { AnyFault } from '../faults/fault.ts';
import { unknownName } from '../faults/similar-names.ts';
import { invalidValue } from '../invalid-value.ts';
import { isRecord } from '../is-record.ts';
import { validateScriptName } from './script-header.ts';
import type { ScriptOptions } from './script-options.ts';

const fieldNames = ['faults', 'scripts', 'seed'];

/** Reads the JSON of a script file. An array is `faults`. An object may contain all three options. */
export function readScriptFile<Step extends AnyFault>(
  reader: FaultReader<Step>,
  json: unknown,
  file: string,
): ScriptOptions<Step> {
  if (Array.isArray(json)) return { faults: reader.readScript(json, `${file}: `) };
  if (!isRecord(json)) throw invalidValue(file, 'a list of faults, or an object of scripts', json);
  const unknownField = Object.keys(json).find((name) => !fieldNames.includes(name));
  if (unknownField !== undefined) {
    throw unknownName(`${file}: ${unknownField}`, unknownField, fieldNames);
  }
  const { faults = [], scripts = {}, seed } = json;
  return {
    faults: reader.readScript(faults, `${file}: faults`),
    scripts: readScripts(reader, scripts, `${file}: scripts`),
    ...(seed === undefined ? {} : { seed: readSeed(seed, `${file}: seed`) }),
  };
}

function readScripts<Step extends AnyFault>(
  reader: FaultReader<Step>,
  value: unknown,
  path: string,
): Readonly<Record<string, readonly Step[]>> {
  if (!isRecord(value)) throw invalidValue(path, 'an object of lists', value);
  const scripts = Object.entries(value).map(([name, steps]) => {
    validateScriptName(name, `${path}.${name}`);
    return [name, reader.readScript(steps, `${path}.${name}`)];
  });
  return Object.fromEntries(scripts);
}

function readSeed(value: unknown, path: string): string | number {
  if (typeof value === 'string' || typeof value === 'number') return value;
  throw invalidValue(path, 'a string or a number', value);
}
