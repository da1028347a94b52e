import { BoundedMap } from '../bounded-map.ts';
import type { FaultReader } from '../faults/fault-reader.ts';
import type { AnyFault } from '../faults/fault.ts';
import { invalidValue } from '../readers/invalid-value.ts';
import { findSimilarNames } from '../readers/similar-names.ts';
import { Ids } from './ids.ts';
import { ScriptCursor } from './script-cursor.ts';
import { readScriptName, scriptHeader, validateScriptName } from './script-header.ts';
import type { ScriptOptions } from './script-options.ts';
import type { ScriptRun } from './script-run.ts';

const maxRuns = 10_000;

/** The scripts of one emulator and their runs. */
export class ScriptRegistry<Step extends AnyFault> {
  readonly #reader: FaultReader<Step>;
  readonly #seed: string | undefined;
  readonly #scripts = new Map<string, readonly Step[]>();
  readonly #runs = new BoundedMap<string, ScriptRun<Step>>(maxRuns);
  #namedCount = 0;
  #defaultRun: ScriptRun<Step>;

  constructor(reader: FaultReader<Step>, options: ScriptOptions<unknown>) {
    const { faults = [], scripts = {}, seed } = options;
    this.#reader = reader;
    this.#seed = seed === undefined ? undefined : String(seed);
    this.#defaultRun = this.#createRun(reader.readScript(faults, 'faults'), '');
    for (const [name, steps] of Object.entries(scripts)) this.add(steps, name);
  }

  /**
   * Returns the run for a request. Creates it on first use.
   *
   * @param key - the value of the script header: a name, optionally with `#` and the id of a run
   * @throws RangeError if the script does not exist
   */
  find(key: string | undefined): ScriptRun<Step> {
    if (key === undefined) return this.#defaultRun;
    const known = this.#runs.get(key);
    if (known !== undefined) return known;
    const run = this.#createRun(this.#getSteps(readScriptName(key)), key);
    this.#runs.set(key, run);
    return run;
  }

  /** Replaces the script of requests that select no script. Their ids continue. */
  replaceDefault(faults: readonly unknown[]): void {
    const steps = this.#reader.readScript(faults, 'faults');
    this.#defaultRun = { ...this.#defaultRun, faults: new ScriptCursor(steps) };
  }

  /** Adds a script and returns its name. */
  add(steps: readonly unknown[], name: string = this.#createName()): string {
    const path = `scripts.${name}`;
    validateScriptName(name, path);
    if (this.#scripts.has(name)) throw invalidValue(path, 'a name that is not in use', name);
    this.#scripts.set(name, this.#reader.readScript(steps, path));
    return name;
  }

  #createRun(steps: readonly Step[], key: string): ScriptRun<Step> {
    const seed = this.#seed === undefined ? undefined : `${this.#seed}\n${key}`;
    return { faults: new ScriptCursor(steps), ids: new Ids(seed) };
  }

  #getSteps(name: string): readonly Step[] {
    const steps = this.#scripts.get(name);
    if (steps !== undefined) return steps;
    const names = [...this.#scripts.keys()];
    const similar = findSimilarNames(name, names);
    const known = similar.length > 0 ? similar : names;
    const advice =
      known.length === 0 ? 'no scripts are defined' : `defined scripts: ${known.join(', ')}`;
    throw invalidValue(scriptHeader, 'the name of a script', name, advice);
  }

  #createName(): string {
    do this.#namedCount += 1;
    while (this.#scripts.has(`script-${this.#namedCount}`));
    return `script-${this.#namedCount}`;
  }
}
