import type { HealthRegistry } from '../health/health-registry.ts';
import type { Clock } from '../ports/clock.ts';
import type { Random } from '../ports/random.ts';
import type { TokenEstimator } from './estimate-tokens.ts';

/** What all chats of a runtime share. */
export interface ChainServices {
  readonly estimateTokens: TokenEstimator;
  readonly clock: Clock;
  readonly random: Random;
  readonly health: HealthRegistry;
}
