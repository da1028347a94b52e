import type { TargetId } from '../../health/target-health.ts';
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
    const random = (): number => this.#services.random.next();
    const { targets, turns } = orderTargets(nodes, this.#facts(routes, affinity, random));
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
    const { targets } = orderTargets(
      nodes,
      this.#facts(routes, affinity, () => 0.5),
    );
    return targets.flatMap(({ index, choice }) => {
      const route = routes[index];
      return route ? { route, choice } : [];
    });
  }

  #facts(
    routes: readonly PlannedRoute[],
    affinity: string | undefined,
    random: () => number,
  ): OrderFacts {
    const { clock, health } = this.#services;
    const idOf = (index: number): TargetId => ({
      provider: routes[index]?.definition.id ?? '',
      model: routes[index]?.model ?? '',
    });
    return {
      now: clock.now(),
      affinity,
      load: (index) => health.load(idOf(index)),
      isAvailable: (index) =>
        !health.unavailable(idOf(index), { demand: { limits: routes[index] ?? {}, tokens: 0 } }),
      turnOf: ({ id }) => this.#turns.get(id) ?? 0,
      random,
    };
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
