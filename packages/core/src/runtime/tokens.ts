import type { ChainRunner } from '../chain/run-chain.ts';
import type { InjectionToken } from '../di/tsyringe.ts';

/** The top of the house: what the composition root resolves. */
export const CHAIN: InjectionToken<ChainRunner> = Symbol('ChainRunner');
