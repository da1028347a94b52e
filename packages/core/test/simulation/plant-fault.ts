import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

import { plantedFaults } from './planted-faults.ts';

/**
 * Plants a fault in the sources of core that are imported later.
 *
 * @throws Error if there is no such fault, or if its code does not occur exactly once
 */
export function plantFault(name: string): void {
  const fault = plantedFaults.find((candidate) => candidate.name === name);
  if (!fault) throw new Error(`expected the name of a planted fault, received "${name}"`);
  const file = new URL(`../../src/${fault.file}`, import.meta.url);
  const source = readFileSync(file, 'utf8');
  const pattern = matchAnyWhitespace(fault.code);
  const matches = source.match(pattern)?.length ?? 0;
  if (matches !== 1) {
    throw new Error(
      `expected the code of the fault once in ${fault.file}, found it ${matches} times`,
    );
  }
  const faulty = source.replace(pattern, () => fault.replacement);
  registerHooks({
    load: (url, context, nextLoad) =>
      url === file.href
        ? { format: 'module-typescript', source: faulty, shortCircuit: true }
        : nextLoad(url, context),
  });
}

function matchAnyWhitespace(code: string): RegExp {
  const words = code.split(/\s+/).map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(words.join('\\s+'), 'g');
}
