import { ConfigurationError } from '../../errors/configuration-error.ts';
import type { TargetDefinition } from '../chain/chain-definition.ts';
import { mergeErrorRules, mergeOptions } from '../chain/merge-options.ts';
import type { Chain } from '../chain/read-chain.ts';
import { assertPoolDepth } from '../chain/read-target.ts';
import type { TargetOrPool, Pool, PoolMember } from '../chain/read-target.ts';
import type { ResolvedMember, ResolvedName, ResolvedPool, Route, RouteNode } from './route.ts';

type KnownNames = ReadonlyMap<string, ResolvedName>;

/** With nested chains, a short configuration can have any number of targets. */
const maxTargets = 1000;

/**
 * Returns the routes of a chain whose references are resolved.
 *
 * @throws ConfigurationError if there are too many targets, or too many levels of pools
 */
export function joinTargets(chain: Chain, path: string, known: KnownNames): ResolvedName {
  const count = countTargets(chain.targets, known);
  if (count > maxTargets) {
    const expected = `at most ${maxTargets} targets, those of nested chains included`;
    throw new ConfigurationError({ path, expected, received: String(count) });
  }
  const joiner = new TargetJoiner(known);
  const nodes = chain.targets.flatMap((target) => joiner.add(target));
  assertPoolDepth(depthOf(nodes), path);
  const order = nodes.every(isRoute) ? undefined : nodes;
  return { routes: joiner.routes, nodes: order, chain, path };
}

function countTargets(targets: readonly TargetOrPool[], known: KnownNames): number {
  const counts = targets.map((target) =>
    'pool' in target
      ? countTargets(target.pool, known)
      : (known.get(target.target)?.routes.length ?? 0),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

function isRoute(node: RouteNode): node is number {
  return typeof node === 'number';
}

function depthOf(nodes: readonly RouteNode[]): number {
  return Math.max(0, ...nodes.map((node) => (isRoute(node) ? 0 : node.depth)));
}

/** Collects the routes of the targets of a chain. */
class TargetJoiner {
  readonly routes: Route[] = [];
  readonly #known: KnownNames;

  constructor(known: KnownNames) {
    this.#known = known;
  }

  /** Adds the routes of a target. Returns their order. */
  add(target: TargetOrPool): readonly RouteNode[] {
    return 'pool' in target ? [this.#addPool(target)] : this.#addTarget(target);
  }

  #addTarget(target: TargetDefinition): readonly RouteNode[] {
    const { routes = [], nodes, chain } = this.#known.get(target.target) ?? {};
    const start = this.routes.length;
    for (const route of routes) this.routes.push(applyOptions(route, chain, target));
    return nodes ? moveNodes(nodes, start) : routes.map((_route, index) => start + index);
  }

  #addPool({ pool, strategy }: Pool): ResolvedPool {
    const members = pool.map((member) => this.#addMember(member));
    const ids = members.map(({ id, weight }) => `${id}*${weight}`);
    return {
      id: `${strategy}(${ids.join(' ')})`,
      strategy,
      members,
      totalWeight: members.reduce((sum, { weight }) => sum + weight, 0),
      depth: 1 + Math.max(...members.map(({ nodes }) => depthOf(nodes))),
    };
  }

  #addMember(member: PoolMember): ResolvedMember {
    const nodes = this.add(member);
    return { id: nodes.map((node) => this.#idOf(node)).join(), nodes, weight: member.weight ?? 1 };
  }

  #idOf(node: RouteNode): string {
    if (!isRoute(node)) return node.id;
    const { definition, model } = this.routes[node] ?? {};
    return `${definition?.id}/${JSON.stringify(model)}`;
  }
}

/** Returns the nodes of an inner chain for their position among the routes of the outer one. */
function moveNodes(nodes: readonly RouteNode[], start: number): readonly RouteNode[] {
  if (start === 0) return nodes;
  return nodes.map((node) => (isRoute(node) ? start + node : movePool(node, start)));
}

function movePool(pool: ResolvedPool, start: number): ResolvedPool {
  const members = pool.members.map((member) => ({
    ...member,
    nodes: moveNodes(member.nodes, start),
  }));
  return { ...pool, members };
}

/** The options of an outer target take precedence over those of an inner chain. */
function applyOptions(
  route: Route,
  inner: Chain | undefined,
  target: TargetDefinition & Pick<PoolMember, 'weight'>,
): Route {
  const { target: _name, weight: _weight, ...options } = target;
  // Most targets are names only, and long chains of them share their routes.
  if (Object.keys(options).length === 0 && !inner?.timeouts && !inner?.limits) return route;
  return {
    ...mergeOptions(route, options),
    ...(target.providerOptions && {
      providerOptions: { ...route.providerOptions, ...target.providerOptions },
    }),
    parameters: { ...route.parameters, ...target.parameters },
    timeouts: { ...inner?.timeouts, ...route.timeouts, ...target.timeouts },
    limits: { ...inner?.limits, ...route.limits, ...target.limits },
    errorRules: mergeErrorRules(route.errorRules, target.errorRules),
  };
}
