import type { HealthRegistry } from '../../health/health-registry.ts';
import type { TargetId } from '../../health/target-health.ts';
import type { TargetLoad } from '../../health/target-state.ts';
import type { Random } from '../../ports/random.ts';
import type { PlannedRoute, ResolvedPool, Resolution } from '../../registry/route/route.ts';
import type { ChainServices } from '../chain-services.ts';
import type { MemberChoice, OrderFacts } from './order-targets.ts';
import { orderTargets } from './order-targets.ts';

/** A target of a chat, and its position in a pool. */
export interface SelectedRoute {
  readonly route: PlannedRoute;
  /** Undefined for a target that is in no pool. */
  readonly choice: MemberChoice | undefined;
}

/**
 * Inline chains can have any number of pools: beyond this number, the pool that was not used for longest is forgotten.
 */
const maxPools = 1000;

/** Orders the targets of chats. Keeps how many chats have used each pool. */
export class TargetSelector {
  readonly #services: ChainServices;
  /** By the id of the pool, the last used last. */
  readonly #turns = new Map<string, number>();

  constructor(services: ChainServices) {
    this.#services = services;
  }

  /** Returns the routes of a chat in the order in which it prefers them. The chat takes its turn in the pools. */
  select({ routes, nodes }: Resolution, affinity: string | undefined): readonly PlannedRoute[] {
    if (!nodes) return routes;
    const facts = new CurrentFacts(routes, affinity, this.#services, this.#turns);
    const { targets, turns } = orderTargets(nodes, facts);
    for (const pool of turns) this.#takeTurn(pool);
    const selected: PlannedRoute[] = [];
    for (const { index } of targets) {
      const route = routes[index];
      if (route) selected.push(route);
    }
    return selected;
  }

  /** Returns the order that a chat would use now; for a weighted pool the most probable one. Takes no turn. */
  preview({ routes, nodes }: Resolution, affinity: string | undefined): readonly SelectedRoute[] {
    if (!nodes) return routes.map((route) => ({ route, choice: undefined }));
    const services = { ...this.#services, random: mostProbable };
    const facts = new CurrentFacts(routes, affinity, services, this.#turns);
    const { targets } = orderTargets(nodes, facts);
    return targets.flatMap(({ index, choice }) => {
      const route = routes[index];
      return route ? { route, choice } : [];
    });
  }

  #takeTurn({ id }: ResolvedPool): void {
    const count = this.#turns.get(id) ?? 0;
    // An only pool is the last used one already.
    if (this.#turns.size > 1) this.#turns.delete(id);
    this.#turns.set(id, count + 1);
    if (this.#turns.size <= maxPools) return;
    const [oldest = ''] = this.#turns.keys();
    this.#turns.delete(oldest);
  }
}

interface FactServices extends Pick<ChainServices, 'clock' | 'health'> {
  readonly random: Pick<Random, 'next'>;
}

const mostProbable: FactServices['random'] = { next: () => 0.5 };

/** What the order of the targets depends on now. */
class CurrentFacts implements OrderFacts {
  readonly affinity: string | undefined;
  readonly now: number;
  readonly #routes: readonly PlannedRoute[];
  readonly #health: HealthRegistry;
  readonly #turns: ReadonlyMap<string, number>;
  readonly #random: FactServices['random'];

  constructor(
    routes: readonly PlannedRoute[],
    affinity: string | undefined,
    { clock, health, random }: FactServices,
    turns: ReadonlyMap<string, number>,
  ) {
    this.#routes = routes;
    this.affinity = affinity;
    this.now = clock.now();
    this.#health = health;
    this.#turns = turns;
    this.#random = random;
  }

  load(index: number): TargetLoad {
    return this.#health.load(this.#idOf(index));
  }

  isAvailable(index: number): boolean {
    const demand = { limits: this.#routes[index] ?? {}, tokens: 0 };
    return !this.#health.unavailable(this.#idOf(index), { demand });
  }

  turnOf({ id }: ResolvedPool): number {
    return this.#turns.get(id) ?? 0;
  }

  random(): number {
    return this.#random.next();
  }

  #idOf(index: number): TargetId {
    const { definition, model = '' } = this.#routes[index] ?? {};
    return { provider: definition?.id ?? '', model };
  }
}
