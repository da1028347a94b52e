import { BoundedMap } from '../bounded-map.ts';
import type { FaultReader } from '../faults/fault-reader.ts';
import type { AnyFault } from '../faults/fault.ts';
import { findNearNames } from '../faults/find-near-names.ts';
import { invalidValue } from '../invalid-value.ts';
import { Ids } from './ids.ts';
import { ScriptCursor } from './script-cursor.ts';
import { checkScriptName, readScriptName, scriptHeader } from './script-header.ts';
import type { ScriptOptions } from './script-options.ts';
import type { ScriptRun } from './script-run.ts';

const rememberedRuns = 10_000;

/** All scripts of one emulator, and how far each of them was played. */
export class ScriptRegistry<Step extends AnyFault> {
  readonly #reader: FaultReader<Step>;
  readonly #seed: string | undefined;
  readonly #scripts = new Map<string, readonly Step[]>();
  readonly #runs = new BoundedMap<string, ScriptRun<Step>>(rememberedRuns);
  #added = 0;
  #main: ScriptRun<Step>;

  constructor(reader: FaultReader<Step>, options: ScriptOptions<unknown>) {
    const { faults = [], scripts = {}, seed } = options;
    this.#reader = reader;
    this.#seed = seed === undefined ? undefined : String(seed);
    this.#main = this.#begin(reader.readScript(faults, 'faults'), '');
    for (const [name, steps] of Object.entries(scripts)) this.add(steps, name);
  }

  /**
   * The playing that a request takes part in.
   *
   * @param key - what stands in its header: a script's name, and maybe `#` and anything, to play it anew
   * @throws RangeError of one sentence when there is no such script
   */
  find(key: string | undefined): ScriptRun<Step> {
    if (key === undefined) return this.#main;
    const known = this.#runs.get(key);
    if (known !== undefined) return known;
    const run = this.#begin(this.#read(readScriptName(key)), key);
    this.#runs.set(key, run);
    return run;
  }

  /** Has the requests that name no script begin with this one. */
  replace(faults: readonly unknown[]): void {
    const steps = this.#reader.readScript(faults, 'faults');
    this.#main = { ...this.#main, faults: new ScriptCursor(steps) };
  }

  /** Adds a script, and gives the name that it has. */
  add(steps: readonly unknown[], name: string = this.#nextName()): string {
    const path = `scripts.${name}`;
    checkScriptName(name, path);
    if (this.#scripts.has(name)) throw invalidValue(path, 'a name that is not taken', name);
    this.#scripts.set(name, this.#reader.readScript(steps, path));
    return name;
  }

  #begin(steps: readonly Step[], key: string): ScriptRun<Step> {
    const seed = this.#seed === undefined ? undefined : `${this.#seed}\n${key}`;
    return { faults: new ScriptCursor(steps), ids: new Ids(seed) };
  }

  #read(name: string): readonly Step[] {
    const steps = this.#scripts.get(name);
    if (steps !== undefined) return steps;
    const names = [...this.#scripts.keys()];
    const near = findNearNames(name, names);
    const known = near.length > 0 ? near : names;
    const advice = known.length === 0 ? 'there is none' : `there is ${known.join(', ')}`;
    throw invalidValue(scriptHeader, 'the name of a script', name, advice);
  }

  #nextName(): string {
    do this.#added += 1;
    while (this.#scripts.has(`script-${this.#added}`));
    return `script-${this.#added}`;
  }
}
