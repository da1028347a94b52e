import { ConfigurationError } from '../../errors/configuration-error.ts';
import { maskCredentials } from '../../text/mask-credentials.ts';
import type { Chain } from '../chain/read-chain.ts';
import type { TargetOrPool } from '../chain/read-target.ts';
import type { RouteTable } from './route.ts';

/** A model reference and the path of the value that contains it. */
export interface Reference {
  readonly name: string;
  readonly path: string;
}

/**
 * Returns a reference and those that it needs, each once and after those that it needs itself. Known names are left
 * out. Does not call itself, so that a long sequence of nested chains does not exceed the stack.
 *
 * @throws ConfigurationError for a circular reference
 */
export function orderReferences(
  root: Reference,
  table: RouteTable,
  known: ReadonlyMap<string, unknown>,
): readonly Reference[] {
  const ordered = new Map<string, Reference>();
  const open = new Map<string, Iterator<Reference>>();
  const stack: Reference[] = [];
  const push = ({ name, path }: Reference): void => {
    if (known.has(name) || ordered.has(name)) return;
    if (open.has(name)) throw circularReference(path, [...open.keys(), name]);
    stack.push({ name, path });
    open.set(name, targetsOf(name, table).values());
  };
  push(root);
  for (let last = stack.at(-1); last; last = stack.at(-1)) {
    const next = open.get(last.name)?.next();
    if (next?.done === false) {
      push(next.value);
    } else {
      stack.pop();
      open.delete(last.name);
      ordered.set(last.name, last);
    }
  }
  return [...ordered.values()];
}

/** Returns the references of a chain, those in pools included. */
export function listReferences({ form, targets }: Chain, path: string): readonly Reference[] {
  if (form === 'list') return listTargets(targets, path);
  if (form === 'object') return listTargets(targets, `${path}.targets`);
  return targets.flatMap((target) => listTarget(target, path));
}

function listTargets(targets: readonly TargetOrPool[], path: string): readonly Reference[] {
  return targets.flatMap((target, index) => listTarget(target, `${path}[${index}]`));
}

function listTarget(target: TargetOrPool, path: string): readonly Reference[] {
  return 'pool' in target
    ? listTargets(target.pool, `${path}.pool`)
    : [{ name: target.target, path }];
}

/** The references of a chain or an alias. A model has none. */
function targetsOf(name: string, { chains, aliases }: RouteTable): readonly Reference[] {
  const chain = chains.get(name);
  if (chain) return listReferences(chain, `chains.${name}`);
  const alias = aliases.get(name);
  return alias === undefined ? [] : [{ name: alias, path: `aliases.${name}` }];
}

/** The names of a long cycle are not all shown. */
function circularReference(path: string, names: readonly string[]): ConfigurationError {
  const shown = names.length > 10 ? [...names.slice(0, 8), '…', ...names.slice(-1)] : names;
  return new ConfigurationError({
    path,
    expected: 'a reference that ends at a provider',
    received: `circular reference ${shown.map(maskCredentials).join(' → ')}`,
  });
}
