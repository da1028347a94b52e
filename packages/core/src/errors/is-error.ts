import type { ChainError } from './chain-error.ts';
import type { ConfigurationError } from './configuration-error.ts';
import type { ProviderError } from './provider-error.ts';
import type { UnderstudyError } from './understudy-error.ts';
import { errorBrand } from './understudy-error.ts';

function kindOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, errorBrand) : undefined;
}

/** Whether an error is ours, of whichever copy of this package and of whichever realm. */
export function isUnderstudyError(error: unknown): error is UnderstudyError {
  return typeof kindOf(error) === 'string';
}

export function isProviderError(error: unknown): error is ProviderError {
  return kindOf(error) === 'provider';
}

export function isConfigurationError(error: unknown): error is ConfigurationError {
  return kindOf(error) === 'configuration';
}

export function isChainError(error: unknown): error is ChainError {
  return kindOf(error) === 'chain';
}
