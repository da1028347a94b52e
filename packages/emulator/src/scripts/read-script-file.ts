import type { FaultReader } from '../faults/fault-reader.ts';
import type { AnyFault } from '../faults/fault.ts';
import { isRecord } from '../is-record.ts';
import { invalidValue } from '../readers/invalid-value.ts';
import { validateFields } from '../readers/object-readers.ts';
import { readString } from '../readers/value-readers.ts';
import { validateScriptName } from './script-header.ts';
import {
  type ScriptOptions,
  readScriptMap,
  readSeed,
  scriptOptionReaders,
} from './script-options.ts';

/** Reads the JSON of a script file. An array is `faults`. An object may contain all three options. */
export function readScriptFile<Step extends AnyFault>(
  reader: FaultReader<Step>,
  json: unknown,
  file: string,
): ScriptOptions<Step> {
  readString(file, 'file');
  if (Array.isArray(json)) return { faults: reader.readScript(json, `${file}: `) };
  if (!isRecord(json)) throw invalidValue(file, 'a list of faults, or an object of scripts', json);
  validateFields(json, scriptOptionReaders, `${file}: `);
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
  const scripts = Object.entries(readScriptMap(value, path)).map(([name, steps]) => {
    validateScriptName(name, `${path}.${name}`);
    return [name, reader.readScript(steps, `${path}.${name}`)];
  });
  return Object.fromEntries(scripts);
}
