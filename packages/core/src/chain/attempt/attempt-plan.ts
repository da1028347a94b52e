import type { Permit } from '../../health/permit.ts';
import type { ProviderPorts } from '../../provider/provider.ts';
import type { CommitRule } from '../../stream/commit-point.ts';
import type { ChainState } from '../chain-state.ts';
import type { AttemptReporter } from './attempt-reporter.ts';
import type { ProviderCall } from './provider-stream.ts';

export interface AttemptPlan extends ProviderCall {
  /** Released when the attempt ends. */
  readonly permit: Permit;
  /** The index of the target in the chain. */
  readonly index: number;
  readonly commit: CommitRule;
  /** Whether another attempt is running. */
  readonly isHedge: boolean;
}

export interface AttemptServices {
  readonly ports: ProviderPorts;
  readonly reporter: AttemptReporter;
  readonly state: ChainState;
}
